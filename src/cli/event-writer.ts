import type { ServerSentEvent } from '../index.ts'
import type { StreamArguments } from './arguments.ts'
import { runFor } from './command.ts'
import { dataFormat, type Format, type FORMATS, jsonFormat, prettyFormat } from './format.ts'
import type { Messages } from './messages.ts'
import type { Output } from './output.ts'

/** Writes an event; a promise, if it takes its time. */
export type EventWriter = (event: ServerSentEvent) => Promise<void> | undefined

/** What is done with each event: it is written in a format, or given to a command. */
export function eventWriter(
  { values: { exec, timestamps = false } }: StreamArguments,
  format: (typeof FORMATS)[number],
  toTerminal: boolean,
  { output, messages, signal }: { output: Output; messages: Messages; signal: AbortSignal },
): EventWriter {
  if (exec !== undefined) {
    return async (event) => {
      const problem = await runFor(exec, event, Date.now(), signal)
      if (problem !== undefined) messages.say(`millrace: the command of --exec: ${problem}`)
    }
  }
  if (format === 'raw') return () => undefined
  const encode = formatOf(format, timestamps, toTerminal)
  return (event) => output.write(encode(event, Date.now()))
}

function formatOf(
  format: 'pretty' | 'data' | 'json',
  timestamps: boolean,
  toTerminal: boolean,
): Format {
  if (format === 'json') return jsonFormat()
  if (format === 'data') return dataFormat(timestamps)
  const { NO_COLOR, TERM } = process.env
  return prettyFormat(timestamps, toTerminal && !NO_COLOR && TERM !== 'dumb')
}
