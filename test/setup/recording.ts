import { createParser } from '../../src/parser.ts'
import type { Chunk } from './cuts.ts'
import type { NaiveEvent, Reading, Step } from './naive-parser.ts'

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
  })
  return { parser, steps }
}

export function readInChunks(chunks: Iterable<Chunk>, options?: RecordingOptions): Reading {
  const { parser, steps } = createRecorder(options)
  for (const chunk of chunks) parser.feed(chunk)
  return { steps, lastEventId: parser.lastEventId }
}

export function eventsOf(steps: Step[]): NaiveEvent[] {
  return steps.flatMap((step) => (step[0] === 'event' ? [step[1]] : []))
}

/** The data of the events only, where nothing else matters. */
export function dataOf(steps: Step[]): string[] {
  return eventsOf(steps).map(({ data }) => data)
}
