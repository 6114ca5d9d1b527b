import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { concatenate } from '../setup/bytes.ts'
import type { Chunk } from '../setup/cuts.ts'
import { type End, readNaively, type Reading } from '../setup/naive-parser.ts'
import { createRandom, streamSeed } from '../setup/random.ts'
import { createRecorder, end, readInChunks } from '../setup/recording.ts'
import {
  asText,
  cutAtRandom,
  describeChunks,
  generateStream,
  tokens,
} from '../setup/stream-generator.ts'

const ends: End[] = ['silent', 'discard', 'dispatch']
const streamCount = Number(process.env['STREAM_COUNT'] ?? 2_000_000)
// In proportion, so that more of them have the time they take.
const timeout = Math.max(600_000, streamCount * 0.3)

function disagreement(
  seed: number,
  chunks: Chunk[],
  carried: string,
  how: End,
  expected: string,
  actual: string,
) {
  const fresh = JSON.stringify(readInChunks(chunks, { lastEventId: carried }, how))
  return new Error(
    [
      `The parsers disagree; again with: STREAM_SEED=${seed} STREAM_COUNT=1`,
      `chunks:   ${describeChunks(chunks)}`,
      `carried:  ${JSON.stringify(carried)}; end: ${how}`,
      `expected: ${expected}`,
      `actual:   ${actual}`,
      fresh === actual
        ? 'A new parser says the same.'
        : `A new parser instead of a reset one: ${fresh}`,
    ].join('\n'),
  )
}

test(
  `${streamCount} random streams, cut at random, are read as the standard reads them whole (seed ${streamSeed})`,
  async () => {
    let recorder = createRecorder()
    const seen = {
      event: 0,
      comment: 0,
      retry: 0,
      discarded: 0,
      id: 0,
      linesJoined: 0,
      typed: 0,
      unfinished: 0,
      atEnd: 0,
    }
    let hasEnded = false
    for (let index = 0; index < streamCount; index++) {
      const random = createRandom(streamSeed + index)
      const stream = generateStream(random)
      const chunks = cutAtRandom(stream, random)
      let carried = random(4) === 0 ? 'carried' : ''
      const how = ends[random(ends.length)]!

      // A parser whose stream has ended, or that was reset in the middle of one, is as good as a new one.
      if (random(2) === 0) recorder = createRecorder({ lastEventId: carried })
      else if (hasEnded) carried = recorder.parser.lastEventId
      else recorder.parser.reset(carried)
      const { parser, steps } = recorder
      steps.length = 0
      for (const chunk of chunks) parser.feed(chunk)
      const before = steps.length
      end(parser, how)
      hasEnded = how !== 'silent'

      const reading: Reading = { steps, lastEventId: parser.lastEventId }
      const expected = JSON.stringify(readNaively(stream, carried, how))
      const actual = JSON.stringify(reading)
      if (actual !== expected)
        throw disagreement(streamSeed + index, chunks, carried, how, expected, actual)
      if (how === 'dispatch') seen.atEnd += steps.length - before

      for (const [kind, what] of steps) {
        seen[kind]++
        if (what === 'unfinished-event') seen.unfinished++
        if (kind !== 'event') continue
        if (what.lastEventId !== carried) seen.id++
        if (what.data.includes('\n')) seen.linesJoined++
        if (what.type !== 'message') seen.typed++
      }
      // Lets the worker answer the test runner.
      if (index % 10_000 === 0) await new Promise((resolve) => setImmediate(resolve))
    }
    // Streams in which nothing happens would agree whatever the parser does.
    if (streamCount >= 1000) {
      expect(seen.event).toBeGreaterThan(streamCount / 2)
      for (const kind of Object.values(seen)) expect(kind).toBeGreaterThan(streamCount / 100)
    }
  },
  timeout,
)

test(`a counterexample is shrunk to its smallest (seed ${streamSeed})`, () => {
  const piece = fc
    .tuple(
      fc.array(fc.oneof(fc.constantFrom(...tokens), fc.uint8Array({ maxLength: 3 })), {
        maxLength: 3,
      }),
      fc.boolean(),
    )
    .map(([parts, text]): Chunk => (text ? asText(concatenate(parts)) : concatenate(parts)))

  fc.assert(
    fc.property(fc.array(piece, { maxLength: 16 }), fc.constantFrom(...ends), (chunks, how) => {
      const stream = concatenate(
        chunks.map((chunk) =>
          typeof chunk === 'string' ? new TextEncoder().encode(chunk) : chunk,
        ),
      )
      expect(readInChunks(chunks, {}, how)).toEqual(readNaively(stream, '', how))
    }),
    { numRuns: 2000, seed: streamSeed },
  )
})
