import { EventSourceError, fetchEvents, type ServerSentEvent } from '../index.ts'
import type { StreamArguments } from './arguments.ts'
import { Ending, EXIT, type ExitCode } from './exit-code.ts'
import { exitCodeOf } from './failure.ts'
import { eventWriter } from './event-writer.ts'
import { FORMATS } from './format.ts'
import { interruption } from './interruption.ts'
import { Messages } from './messages.ts'
import { headTap, narrate } from './narration.ts'
import { choiceOf, countOf } from './option-value.ts'
import { Output } from './output.ts'
import { Recorder } from './recorder.ts'
import { readRequest } from './request.ts'
import { figuresTable, Statistics } from './statistics.ts'
import { showsStatus, Status } from './status.ts'
import { type Tap, tappedFetch } from './tap.ts'
import { UsageError } from './usage-error.ts'

/** `millrace URL`: reads the stream until it ends, and writes its events. */
export async function stream(given: StreamArguments): Promise<ExitCode> {
  const { values } = given
  const toTerminal = process.stdout.isTTY && values.output === undefined
  const format =
    choiceOf('--format', values.format, FORMATS) ?? (toTerminal ? 'pretty' : ('data' as const))
  if (format === 'raw' && (values.event ?? values.timestamps ?? values.exec) !== undefined)
    throw new UsageError('--format raw writes bytes: without --event, --timestamps and --exec')
  const maxEvents = countOf('--max-events', values['max-events'], 1) ?? Infinity
  const request = await readRequest(given)

  const messages = new Messages(Boolean(values.silent) && !values['show-error'])
  const controller = interruption(request.maxTime)
  const { signal } = controller
  const output = new Output(
    values.output,
    ({ code, message }) => {
      // Whoever reads the pipe has seen enough.
      const isEnough = code === 'EPIPE'
      controller.abort(isEnough ? new Ending(EXIT.done) : new Ending(EXIT.failed, message))
    },
    toTerminal ? (write) => messages.around(write) : undefined,
  )
  const statistics = values.stats ? new Statistics() : undefined
  const status = toTerminal && format === 'pretty' && showsStatus(given) ? new Status() : undefined
  const recorder = values.record === undefined ? undefined : new Recorder(values.record)
  const taps: Tap[] = [
    ...(values.verbose ? [headTap(messages)] : []),
    ...(recorder ? [recorder] : []),
    ...(statistics ? [{ chunk: (bytes: Uint8Array) => statistics.bytes(bytes.length) }] : []),
    ...(format === 'raw' ? [{ chunk: (bytes: Uint8Array) => output.writeBytes(bytes) }] : []),
  ]
  const write = eventWriter(given, format, toTerminal, { output, messages, signal })

  let code: ExitCode
  try {
    const events = open(request.url, {
      ...request.init,
      signal,
      until: values.until,
      ...(taps.length > 0 && { fetch: tappedFetch(taps) }),
      trace(record) {
        if (record.type === 'request') statistics?.request(record.at)
        status?.trace(record)
        narrate(record, messages, Boolean(values.verbose))
      },
      onComment(text) {
        statistics?.comment(performance.now())
        if (values.verbose) messages.print(`< :${text}`)
      },
    })
    if (status) messages.showStatus(() => status.line(performance.now()))
    code = await read(events)
  } catch (thrown) {
    code = await failed(thrown)
  } finally {
    recorder?.close()
    messages.hideStatus()
  }
  await output.end()
  if (statistics) {
    const { figures } = statistics
    messages.print(format === 'json' ? JSON.stringify(figures) : figuresTable(figures).trimEnd())
  }
  return code

  async function read(events: AsyncIterable<ServerSentEvent>): Promise<ExitCode> {
    let count = 0
    for await (const event of events) {
      const now = performance.now()
      statistics?.event(now)
      status?.event(now)
      if (values.event && !values.event.includes(event.type)) continue
      const written = write(event)
      if (written) await written
      if (++count >= maxEvents) return EXIT.done
    }
    return EXIT.done
  }

  async function failed(thrown: unknown): Promise<ExitCode> {
    if (thrown instanceof Ending) {
      if (thrown.message !== undefined) messages.say(`millrace: ${thrown.message}`)
      return thrown.code
    }
    if (!EventSourceError.is(thrown)) throw thrown
    messages.say(`millrace: ${thrown.message}`)
    if (values['fail-with-body'] && thrown.response)
      await copyBody(thrown.response, output, messages, signal)
    return exitCodeOf(thrown)
  }
}

/** What a server says to a refused request; read from the turn on in which the error came. */
async function copyBody(
  { body }: Response,
  output: Output,
  messages: Messages,
  signal: AbortSignal,
): Promise<void> {
  const reader = body?.getReader()
  signal.addEventListener('abort', () => void reader?.cancel())
  try {
    for (let chunk; (chunk = await reader?.read()) && !chunk.done;)
      await output.writeBytes(chunk.value)
  } catch (error) {
    messages.say(`millrace: the body of the answer was lost: ${(error as Error).message}`)
  }
}

/** The events; what the library says of an option it does not take is wrong usage. */
function open(...args: Parameters<typeof fetchEvents<undefined>>): AsyncIterable<ServerSentEvent> {
  try {
    return fetchEvents(...args)
  } catch (error) {
    throw new UsageError((error as Error).message)
  }
}
