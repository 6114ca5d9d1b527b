import { describe, expect, test, vi } from 'vitest'
import { EventSourceError } from '../../src/errors.ts'
import { bytes, toBytes } from '../setup/bytes.ts'
import { bytesAndTextDeliveries, type Chunk } from '../setup/cuts.ts'
import { createRandom, streamSeed } from '../setup/random.ts'
import { createRecorder, dataOf, eventsOf } from '../setup/recording.ts'
import { cutAtRandom, describeChunks, generateStream } from '../setup/stream-generator.ts'

// The random streams take a second or two, on a busy machine more.
vi.setConfig({ testTimeout: 60_000 })

/** What was delivered, and the code of the error that ended it. */
function readUpTo(maxEventSize: number, chunks: Chunk[]) {
  const { parser, steps } = createRecorder({ maxEventSize })
  let failure: unknown
  try {
    for (const chunk of chunks) parser.feed(chunk)
  } catch (error) {
    failure = EventSourceError.is(error) ? error.code : error
  }
  return { steps, lastEventId: parser.lastEventId, failure }
}

// The most that is pending at one time: the data buffer of the standard, LFs and all, and the line being read.
const streams: [name: string, stream: string | Uint8Array, size: number][] = [
  ['a line counts with its field name', 'data: abc\n\n', 9],
  ['the space that is taken off counts, being read', 'data:abc\n\n', 8],
  ['the data before it counts with its LF', 'data: abc\ndata: de\n\n', 4 + 8],
  ['a short line after a long one', 'data: abcdefgh\ndata\n\n', 14],
  ['empty data lines count their LF', 'data\ndata\ndata\n\n', 2 + 4],
  ['line ends do not count', 'data: abc\r\ndata: de\r\n\r\n', 4 + 8],
  ['a comment counts while it is read', 'data: a\n:0123456789\ndata: b\n\n', 2 + 11],
  ['comments are not added up', ':abc\n:abc\n:abc\n', 4],
  ['an unknown field counts while it is read', 'foo: bar\nfoo: bar\n', 8],
  ['an id counts while it is read', 'id: 12345678\n\n', 12],
  ['an event type counts while it is read', 'event: 12345678\n\n', 15],
  ['an id counts until the blank line', 'id: 12345678\ndata: abc\n\n', 8 + 9],
  ['an event type counts until the blank line', 'event: 12345678\ndata: abcd\n\n', 8 + 10],
  ['type, id and data count together', 'event: ab\nid: cde\ndata: f\ndata: gh\n\n', 2 + 3 + 2 + 8],
  ['of several ids the last one counts', 'id: 12345678\nid: 1\ndata: abcde\n\n', 8 + 5],
  ['of several types the last one counts', 'event: abcd\nevent: a\ndata: abcde\n\n', 4 + 8],
  ['the ID of an earlier event does not count', 'id: 12345678\n\ndata: abcdefg\n\n', 13],
  ['an unknown field is not added to', 'foo: 12345678\ndata: abcdefg\n\n', 13],
  ['a BOM at the start does not count', '\ufeffdata: a\n\n', 7],
  ['a character outside the BMP counts two', 'data: 🙂\n\n', 8],
  ['other characters count one, however many bytes they had', 'data: é中\n\n', 8],
  ['an invalid byte counts one', bytes('data: ', 0xff, 0xff, '\n\n'), 8],
  ['a line without end counts', 'data: abc', 9],
  ['an event without blank line counts', 'data: abc\ndata: de', 4 + 8],
  ['a blank line begins anew', 'data: abc\n\ndata: abc\n\n', 9],
  ['an event that is not dispatched begins anew too', 'event: abc\n\nid: abcdef\n\n', 10],
]

describe.each(streams)('%s', (_name, stream, size) => {
  const all = bytesAndTextDeliveries(toBytes(stream))

  test(`${size} is enough, however it is cut`, () => {
    for (const { how, chunks } of all) expect(readUpTo(size, chunks).failure, how).toBe(undefined)
  })

  test(`${size - 1} is not, however it is cut`, () => {
    for (const { how, chunks } of all)
      expect(readUpTo(size - 1, chunks).failure, how).toBe('event-too-large')
  })
})

test(`whether it throws, and what comes before, does not depend on the cuts (seed ${streamSeed})`, () => {
  let failures = 0
  for (let index = 0; index < 50_000; index++) {
    const random = createRandom(streamSeed + index)
    const stream = generateStream(random)
    const maxEventSize = random(24)
    const chunks = cutAtRandom(stream, random)
    const whole = readUpTo(maxEventSize, [stream])
    const message = `seed ${streamSeed + index}, maxEventSize ${maxEventSize}: ${describeChunks(chunks)}`
    if (JSON.stringify(readUpTo(maxEventSize, chunks)) !== JSON.stringify(whole)) {
      expect(readUpTo(maxEventSize, chunks), message).toEqual(whole)
    }
    if (whole.failure !== undefined) failures++
  }
  expect(failures).toBeGreaterThan(5000)
  expect(failures).toBeLessThan(45_000)
})

test('the ID carried over does not count', () => {
  const { parser, steps } = createRecorder({ maxEventSize: 8, lastEventId: '0123456789' })
  parser.feed('data: ab\n\n')
  expect(dataOf(steps)).toEqual(['ab'])
})

test.each(['event: ', 'id: ', 'data: ', ':', 'foo: '])(
  'a line that begins with %j is refused before it ends',
  (begin) => {
    const { parser } = createRecorder({ maxEventSize: 1000 })
    let fed = 0
    const feed = () => {
      for (parser.feed(begin); ; fed += 100) parser.feed('x'.repeat(100))
    }
    expect(feed).toThrow(expect.objectContaining({ code: 'event-too-large' }))
    expect(fed).toBeLessThan(1000)
  },
)

test('the events before it in the chunk are delivered, once, and none after it', () => {
  const { parser, steps } = createRecorder({ maxEventSize: 20 })
  const chunk = 'id: 1\ndata: a\n\ndata: b\n\ndata: 0123456789012345\n\ndata: c\n\n'
  expect(() => parser.feed(chunk)).toThrow(EventSourceError)
  expect(dataOf(steps)).toEqual(['a', 'b'])
  expect(parser.lastEventId).toBe('1')
})

test('feed throws until reset, and then reads a new stream', () => {
  const { parser, steps } = createRecorder({ maxEventSize: 10 })
  parser.feed('id: 1\ndata: a\n\nid: 2\n')
  const tooLarge = expect.objectContaining({ code: 'event-too-large' })
  expect(() => parser.feed('data: 012345')).toThrow(tooLarge)
  expect(() => parser.feed('\n\n')).toThrow(tooLarge)
  expect(() => parser.feed('data: b\n\n')).toThrow(tooLarge)
  expect(() => parser.feed(bytes('data: b\n\n'))).toThrow(tooLarge)
  expect(dataOf(steps)).toEqual(['a'])

  parser.reset()
  parser.feed('\ufeffdata: c\n\n')
  expect(eventsOf(steps).slice(1)).toEqual([
    { type: 'message', data: 'c', lastEventId: '1', origin: '' },
  ])
})

test('the error names the limit', () => {
  const { parser } = createRecorder({ maxEventSize: 1234 })
  expect(() => parser.feed('x'.repeat(1235))).toThrow(/\b1234\b.*maxEventSize/)
})

test('without a limit there is none', () => {
  const { parser, steps } = createRecorder()
  parser.feed(`data: ${'x'.repeat(1_000_000)}\n\n`)
  expect(dataOf(steps)[0]).toHaveLength(1_000_000)
})
