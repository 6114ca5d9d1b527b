import { EventSourceError, type EventStream, fetchEvents, type FetchEventsInit } from '../index.ts'
import type { LoadArguments } from './arguments.ts'
import { Ending, EXIT, type ExitCode } from './exit-code.ts'
import { exitCodeOf } from './failure.ts'
import { Gate } from './gate.ts'
import { interruption } from './interruption.ts'
import { LoadFigures, loadTable } from './load-figures.ts'
import { Messages } from './messages.ts'
import { choiceOf, countOf } from './option-value.ts'
import { readRequest } from './request.ts'
import { UsageError } from './usage-error.ts'

/** So many connections are in the making at a time: a server's queue for them is short. */
const AT_ONCE = 100
/** Without `-m`, in milliseconds. */
const USUAL_TIME = 10_000

/** `millrace load URL`: many sources at once, for some seconds, and what they saw. */
export async function load(given: LoadArguments): Promise<ExitCode> {
  const { values } = given
  const count = countOf('-c', values.concurrency, 1) ?? 10
  const format = choiceOf('--format', values.format, ['table', 'json']) ?? 'table'
  const { url, init, maxTime = USUAL_TIME } = await readRequest(given)
  const messages = new Messages(Boolean(values.silent))
  const controller = interruption(undefined)
  const { signal } = controller
  const figures = new LoadFigures(performance.now())
  // Not by the signal of each: so many listeners on one are taken for a leak.
  const open = new Set<EventStream>()
  signal.addEventListener('abort', () => {
    figures.timeIsOver()
    for (const stream of open) stream.close()
  })
  let firstError: EventSourceError | undefined

  const stopProgress = showProgress(figures, messages, Boolean(values.silent))
  const timer = setTimeout(() => controller.abort(), maxTime)
  const gate = new Gate(AT_ONCE)
  await Promise.all(Array.from({ length: count }, run))
  clearTimeout(timer)
  stopProgress()

  const result = figures.result(performance.now(), count)
  process.stdout.write(format === 'json' ? `${JSON.stringify(result)}\n` : loadTable(result))
  if (firstError) messages.say(`millrace: the first error was: ${firstError.message}`)
  if (signal.reason instanceof Ending) return signal.reason.code
  if (result.connected > 0) return EXIT.done
  return firstError ? exitCodeOf(firstError) : EXIT.failed

  async function run(): Promise<void> {
    const leave = await gate.enter()
    if (signal.aborted) return leave()
    const source = figures.source()
    const options: FetchEventsInit<undefined> = {
      ...init,
      trace(record) {
        source.trace(record)
        if (record.type === 'open' || record.type === 'lost') leave()
        if (record.type === 'lost') firstError ??= record.error
      },
    }
    const stream = openStream(url, options)
    open.add(stream)
    try {
      for await (const _event of stream) source.event(performance.now())
    } catch (error) {
      if (!EventSourceError.is(error)) throw error
      firstError ??= error
    } finally {
      open.delete(stream)
      leave()
      source.closed()
    }
  }
}

function openStream(...args: Parameters<typeof fetchEvents<undefined>>): EventStream {
  try {
    return fetchEvents(...args)
  } catch (error) {
    throw new UsageError((error as Error).message)
  }
}

/** One line that is made anew on a terminal; elsewhere a line every few seconds. */
function showProgress(figures: LoadFigures, messages: Messages, isSilent: boolean): () => void {
  if (isSilent) return () => {}
  const line = () => figures.progress(performance.now())
  if (process.stderr.isTTY) {
    messages.showStatus(line)
    return () => messages.hideStatus()
  }
  const timer = setInterval(() => messages.say(`millrace: ${line()}`), 2000)
  return () => clearInterval(timer)
}
