import { describe, expect, test, vi } from 'vitest'
import { createParser, type EventStreamParser, type ServerSentEvent } from '../../src/parser.ts'
import { bytes } from '../setup/bytes.ts'
import type { Chunk } from '../setup/cuts.ts'
import { retainedBytes } from '../setup/memory.ts'

vi.setConfig({ testTimeout: 60_000 })

const KiB = 1024
const MiB = 1024 * KiB
const encoder = new TextEncoder()

type Use = (chunk: Chunk) => EventStreamParser

/** A parser that was fed one chunk. */
function feed(
  chunk: Chunk,
  onEvent?: (event: ServerSentEvent, parser: EventStreamParser) => void,
  maxEventSize?: number,
): EventStreamParser {
  const parser: EventStreamParser = createParser({
    maxEventSize,
    onEvent: (event) => onEvent?.(event, parser),
  })
  try {
    parser.feed(chunk)
  } catch {
    // What was thrown is not the question, but what stays behind.
  }
  return parser
}

// No clock here: a parser that scans or copies what is pending anew with each chunk would need half an hour for the first, since
// 16 MiB in 4-byte chunks are 3 × 10^13 bytes scanned. To end within the time limit is the proof.
describe('time is linear', () => {
  test.each<[string, Chunk, feeds: number]>([
    ['bytes', bytes('abcd'), 4 * MiB],
    ['strings', 'abcd', 4 * MiB],
    ['wide strings', 'ab中d', MiB],
    ['bytes that cut every character in two', bytes(0x82, 0xac, 'a', 0xe2), MiB],
  ])(
    'one line in 4-unit chunks of %s; what is pending costs little more than its text',
    (_what, chunk, feeds) => {
      let received = 0
      const parser = createParser({ onEvent: ({ data }) => (received += data.length) })
      const before = retainedBytes()
      parser.feed('data: ')
      for (let count = 0; count < feeds; count++) parser.feed(chunk)
      expect(retainedBytes() - before).toBeLessThan(feeds * 4 * 2 * 1.5)
      parser.feed('\n\n')
      expect(received).toBeGreaterThanOrEqual(feeds * 2)
    },
  )

  test('one comment of 16 Mi units in 4-unit chunks', () => {
    let received = 0
    const parser = createParser({ onComment: (text) => (received += text.length) })
    parser.feed(':')
    for (let count = 0; count < 4 * MiB; count++) parser.feed('abcd')
    parser.feed('\n')
    expect(received).toBe(16 * MiB)
  })

  test('an event of a million data lines, a line a chunk', () => {
    let received = 0
    const parser = createParser({ onEvent: ({ data }) => (received += data.length) })
    for (let count = 0; count < 1_000_000; count++) parser.feed('data:abc\n')
    parser.feed('\n')
    expect(received).toBe(4_000_000 - 1)
  })

  test.each([
    ['LF', '\n', ''],
    ['CR', '\r', ''],
    ['CRLF', '\r\n', ''],
    ['CR, the one LF at the very end', '\r', '\n'],
    ['LF, the one CR at the very end', '\n', '\r'],
  ])(
    'a chunk of four million lines and two million events, ended by %s',
    (_what, lineEnd, last) => {
      let received = 0
      const parser = createParser({ onEvent: () => received++ })
      const chunk = `data:a${lineEnd}${lineEnd}`.repeat(2_000_000) + last
      parser.feed(chunk)
      expect(received).toBe(2_000_000)
    },
  )
})

describe('memory does not grow with the stream', () => {
  test.each<[string, Chunk]>([
    ['heartbeats', bytes(':\n')],
    ['heartbeats as strings', ':\r\n'],
    ['ids without event', bytes('id: 1234567890123456789\n\n')],
    ['ids without blank line', 'id: 1234567890123456789\n'],
    ['types without event', bytes('event: 1234567890123456789\n')],
    ['retry fields', 'retry: 1\n'],
    ['unknown fields', bytes('foo: 1234567890123456789\n')],
    ['blank lines', '\n'],
    ['events', bytes('data: 1234567890123456789\n\n')],
    ['nothing', ''],
  ])('a million chunks of %s', (_what, chunk) => {
    const parser = createParser({})
    parser.feed(chunk)
    const before = retainedBytes()
    for (let count = 0; count < 1_000_000; count++) parser.feed(chunk)
    expect(retainedBytes() - before).toBeLessThan(MiB)
    expect(parser.lastEventId.length).toBeLessThan(20)
  })

  test('a pending event of a million lines, a line a chunk, costs little more than its text', () => {
    const parser = createParser({})
    const before = retainedBytes()
    for (let count = 0; count < 1_000_000; count++) parser.feed('data:abc\n')
    const units = 4 * 1_000_000
    expect(retainedBytes() - before).toBeLessThan(4 * units)
    parser.reset()
  })

  test('an event that is too large is let go of, whoever keeps the parser', () => {
    const parser = createParser({ maxEventSize: 8 * MiB })
    const before = retainedBytes()
    expect(() => {
      for (;;) parser.feed('x'.repeat(64 * KiB))
    }).toThrow(/maxEventSize/)
    expect(retainedBytes() - before).toBeLessThan(MiB)
    expect(() => parser.feed('')).toThrow(/maxEventSize/)
  })
})

describe('what is pending does not keep the chunk alive that it came in', () => {
  const parserCount = 500
  const forty = '0123456789'.repeat(4)

  const tails: [string, string][] = [
    ['3 units of the next event', 'dat'],
    ['40 units of a line', `data: ${forty}`.slice(0, 40)],
    ['40 units of a comment', `:${forty}`],
    ['an id that was read', `id: ${forty}\n`],
    ['an id that counts', `id: ${forty}\n\n`],
    ['an event type', `event: ${forty}\n`],
    ['data lines', `data: ${forty}\ndata: ${forty}\n`],
    ['all of them', `id: ${forty}\nevent: ${forty}\ndata: ${forty}\n:${forty}`],
    ['nothing but a CR', 'foo\r'],
    ['nothing', ''],
  ]
  // By way of a Buffer, as a decoder makes strings: flat and unique. A rope or a shared literal would prove nothing.
  const kinds: [string, (text: Buffer) => Chunk, filler: string][] = [
    ['bytes', (text) => encoder.encode(text.toString('utf16le')), 'x'],
    ['a string', (text) => Buffer.from(text.toString('utf16le')).toString('latin1'), 'x'],
    ['a wide string', (text) => text.toString('utf16le'), '中'],
  ]

  /** How many bytes a parser holds on to that was fed one chunk of 64 Ki units with this end. */
  function retainedBy(tail: string, [, encode, filler]: (typeof kinds)[number], use: Use = feed) {
    const text = Buffer.from(`data: ${filler.repeat(64 * KiB)}\n\n${tail}`, 'utf16le')
    const parsers: EventStreamParser[] = []
    const before = retainedBytes()
    for (let index = 0; index < parserCount; index++) {
      text.write(String(index).padStart(8), 12, 'utf16le')
      parsers.push(use(encode(text)))
    }
    const after = retainedBytes()
    // Still in use here, so nothing was collected too early.
    expect(parsers).toHaveLength(parserCount)
    return (after - before) / parserCount
  }

  describe.each(kinds)('in a chunk of 64 Ki units: %s', (...kind) => {
    test.each(tails)('%s', (_what, tail) => {
      expect(retainedBy(tail, kind)).toBeLessThan(2 * KiB)
    })
  })

  const last = `id: ${forty}\ndata: last\n\n`

  test.each<[string, (parser: EventStreamParser) => void]>([
    ['a reset', (parser) => parser.reset()],
    [
      'an error thrown',
      () => {
        throw new Error('thrown by a callback')
      },
    ],
  ])('%s in a callback leaves nothing of the chunk but what is pending', (_what, act) => {
    const use: Use = (chunk) =>
      feed(chunk, ({ data }, parser) => void (data === 'last' && act(parser)))
    for (const tail of [last, `${last}data: ${forty}`]) {
      for (const kind of kinds) expect(retainedBy(tail, kind, use), kind[0]).toBeLessThan(2 * KiB)
    }
  })

  test('an event that is too large leaves nothing of the chunk but the last event ID', () => {
    const use: Use = (chunk) => feed(chunk, undefined, 65 * KiB)
    const tail = `${last}data: ${'x'.repeat(66 * KiB)}`
    for (const kind of kinds) expect(retainedBy(tail, kind, use), kind[0]).toBeLessThan(2 * KiB)
  })
})
