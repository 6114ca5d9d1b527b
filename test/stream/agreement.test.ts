import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { concatenate } from '../setup/bytes.ts'
import type { Chunk } from '../setup/cuts.ts'
import { readNaively, type Reading } from '../setup/naive-parser.ts'
import { createRandom, streamSeed } from '../setup/random.ts'
import { createRecorder, readInChunks } from '../setup/recording.ts'
import {
  asText,
  cutAtRandom,
  describeChunks,
  generateStream,
  tokens,
} from '../setup/stream-generator.ts'

const streamCount = Number(process.env['STREAM_COUNT'] ?? 2_000_000)

function disagreement(
  seed: number,
  chunks: Chunk[],
  carried: string,
  expected: string,
  actual: string,
) {
  const fresh = JSON.stringify(readInChunks(chunks, { lastEventId: carried }))
  return new Error(
    [
      `The parsers disagree; again with: STREAM_SEED=${seed} STREAM_COUNT=1`,
      `chunks:   ${describeChunks(chunks)}`,
      `carried:  ${JSON.stringify(carried)}`,
      `expected: ${expected}`,
      `actual:   ${actual}`,
      fresh === actual
        ? 'A new parser says the same.'
        : `A new parser instead of a reset one: ${fresh}`,
    ].join('\n'),
  )
}

test(`${streamCount} random streams, cut at random, are read as the standard reads them whole (seed ${streamSeed})`, async () => {
  let recorder = createRecorder()
  const seen = { event: 0, comment: 0, retry: 0, id: 0, linesJoined: 0, typed: 0 }
  for (let index = 0; index < streamCount; index++) {
    const random = createRandom(streamSeed + index)
    const stream = generateStream(random)
    const chunks = cutAtRandom(stream, random)
    const carried = random(4) === 0 ? 'carried' : ''

    // A parser that was reset in the middle of another stream is as good as a new one.
    if (random(2) === 0) recorder = createRecorder({ lastEventId: carried })
    else recorder.parser.reset(carried)
    const { parser, steps } = recorder
    steps.length = 0
    for (const chunk of chunks) parser.feed(chunk)

    const reading: Reading = { steps, lastEventId: parser.lastEventId }
    const expected = JSON.stringify(readNaively(stream, carried))
    const actual = JSON.stringify(reading)
    if (actual !== expected)
      throw disagreement(streamSeed + index, chunks, carried, expected, actual)

    for (const [kind, what] of steps) {
      seen[kind]++
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
}, 600_000)

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
    fc.property(fc.array(piece, { maxLength: 16 }), (chunks) => {
      const stream = concatenate(
        chunks.map((chunk) =>
          typeof chunk === 'string' ? new TextEncoder().encode(chunk) : chunk,
        ),
      )
      expect(readInChunks(chunks)).toEqual(readNaively(stream))
    }),
    { numRuns: 2000, seed: streamSeed },
  )
})
