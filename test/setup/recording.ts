import { createParser, type EventStreamParser } from '../../src/parser.ts'
import type { Chunk } from './cuts.ts'
import type { End, NaiveEvent, Reading, Step } from './naive-parser.ts'

export interface RecordingOptions {
  lastEventId?: string
  maxEventSize?: number
  /** Called after each step is noted, from inside the parser's callback. */
  onStep?: (step: Step) => void
}

/** A parser that notes every callback, in order. */
export function createRecorder({ onStep, ...options }: RecordingOptions = {}) {
  const steps: Step[] = []
  const note = (step: Step) => {
    steps.push(step)
    onStep?.(step)
  }
  const parser = createParser({
    ...options,
    onEvent: ({ type, data, lastEventId, origin }) =>
      note(['event', { type, data, lastEventId, origin: origin as '' }]),
    onComment: (text) => note(['comment', text]),
    onRetry: (milliseconds) => note(['retry', milliseconds]),
    onDiscarded: (kind, text) => note(['discarded', kind, text]),
  })
  return { parser, steps }
}

/** Tells the parser that the stream is over, or does not. */
export function end(parser: EventStreamParser, how: End): void {
  if (how !== 'silent') parser.end({ dispatch: how === 'dispatch' })
}

export function readInChunks(
  chunks: Iterable<Chunk>,
  options?: RecordingOptions,
  how: End = 'silent',
): Reading {
  const { parser, steps } = createRecorder(options)
  for (const chunk of chunks) parser.feed(chunk)
  end(parser, how)
  return { steps, lastEventId: parser.lastEventId }
}

export function eventsOf(steps: Step[]): NaiveEvent[] {
  return steps.flatMap((step) => (step[0] === 'event' ? [step[1]] : []))
}

/** The data of the events only, where nothing else matters. */
export function dataOf(steps: Step[]): string[] {
  return eventsOf(steps).map(({ data }) => data)
}
