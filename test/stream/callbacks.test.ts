import { describe, expect, test, vi } from 'vitest'
import { createParser } from '../../src/parser.ts'
import { bytes, concatenate, toBytes } from '../setup/bytes.ts'
import { deliveries } from '../setup/cuts.ts'
import { readNaively } from '../setup/naive-parser.ts'
import { createRandom, streamSeed } from '../setup/random.ts'
import { createRecorder, dataOf } from '../setup/recording.ts'
import { cutAtRandom, describeChunks, generateStream } from '../setup/stream-generator.ts'

// The random streams take a second or two, on a busy machine more.
vi.setConfig({ testTimeout: 60_000 })

const stop = new Error('thrown by a callback')
const nothing = new Uint8Array()

describe('order', () => {
  test('retry and comments are told as their lines are read, before the event around them', () => {
    const { parser, steps } = createRecorder()
    parser.feed('data: a\nretry: 5\n:hi\n\nretry: 6\n')
    expect(steps).toEqual([
      ['retry', 5],
      ['comment', 'hi'],
      ['event', { type: 'message', data: 'a', lastEventId: '', origin: '' }],
      ['retry', 6],
    ])
  })

  test('nothing waits for the next chunk', () => {
    const { parser, steps } = createRecorder()
    parser.feed('retry: 5\r')
    expect(steps).toHaveLength(1)
    parser.feed('\n:hi\r')
    expect(steps).toHaveLength(2)
    parser.feed('data: a\r\n\r')
    expect(steps).toHaveLength(3)
    parser.feed('\n')
    expect(steps).toHaveLength(3)
  })

  test('lastEventId is the one of the event while its callback runs', () => {
    const seen: string[] = []
    const parser = createParser({ onEvent: () => seen.push(parser.lastEventId) })
    parser.feed('id: 1\ndata: a\n\nid: 2\ndata: b\n\n')
    expect(seen).toEqual(['1', '2'])
  })

  test('every callback may be left out', () => {
    const parser = createParser({})
    parser.feed(':hi\nretry: 5\nid: 1\ndata: a\n\n')
    expect(parser.lastEventId).toBe('1')
  })

  test('an event has the four properties of the contract and no others', () => {
    const events: object[] = []
    createParser({ onEvent: (event) => events.push(event) }).feed('data: a\n\n')
    expect(Object.keys(events[0]!).toSorted()).toEqual(['data', 'lastEventId', 'origin', 'type'])
  })
})

describe('the last event ID carried over', () => {
  test('holds for events without id, and is replaced by theirs', () => {
    const { parser, steps } = createRecorder({ lastEventId: '7' })
    expect(parser.lastEventId).toBe('7')
    parser.feed('data: a\n\nid: 8\ndata: b\n\n')
    expect(steps.map(([, what]) => what)).toMatchObject([
      { lastEventId: '7' },
      { lastEventId: '8' },
    ])
  })

  test('is reset by an empty id', () => {
    const { parser } = createRecorder({ lastEventId: '7' })
    parser.feed('id\n\n')
    expect(parser.lastEventId).toBe('')
  })

  test('survives a reset, which forgets an id that no blank line followed', () => {
    const { parser, steps } = createRecorder()
    parser.feed('id: 1\n\nid: 2\ndata: a\n')
    parser.reset()
    expect(parser.lastEventId).toBe('1')
    parser.feed('data: b\n\n')
    expect(steps).toEqual([['event', { type: 'message', data: 'b', lastEventId: '1', origin: '' }]])
  })

  test.each(['9', ''])('is %j after a reset to it', (lastEventId) => {
    const { parser, steps } = createRecorder({ lastEventId: '7' })
    parser.reset(lastEventId)
    expect(parser.lastEventId).toBe(lastEventId)
    parser.feed('data: a\n\n')
    expect(steps).toMatchObject([['event', { lastEventId }]])
  })
})

describe('reset', () => {
  test.each([
    ['a line', 'data: x'],
    ['data', 'data: x\n'],
    ['an event type', 'event: x\n'],
    ['an id', 'id: x\n'],
    ['a CR that an LF might follow', 'data: x\r'],
    ['half a character', bytes('data: x', 0xe2, 0x82)],
    ['half a BOM', bytes(0xef, 0xbb)],
    ['a BOM', '\ufeff'],
    ['nothing', ''],
  ])('forgets %s', (_what, pending) => {
    const { parser, steps } = createRecorder()
    parser.feed(pending)
    parser.reset()
    parser.feed(bytes('\ufeff\ndata: a\n\n'))
    expect(steps).toEqual([['event', { type: 'message', data: 'a', lastEventId: '', origin: '' }]])
  })

  test.each(['data: a\n\n', ':a\n', 'retry: 1\n'])(
    'inside the callback for %j stops the rest of the chunk',
    (first) => {
      for (const { how, chunks } of deliveries(`${first}data: b\n\nid: 1\n\ndata: c`).slice(0, 1)) {
        const { parser, steps } = createRecorder({ onStep: () => parser.reset('9') })
        for (const chunk of chunks) parser.feed(chunk)
        expect(steps, how).toHaveLength(1)
        expect(parser.lastEventId).toBe('9')
        parser.feed('\ufeffdata: d\n\n')
        expect(dataOf(steps).at(-1)).toBe('d')
      }
    },
  )

  test(`inside a callback, then a new stream: random streams (seed ${streamSeed})`, () => {
    for (let index = 0; index < 20_000; index++) {
      const random = createRandom(streamSeed + index)
      const stream = generateStream(random)
      const chunks = cutAtRandom(stream, random)
      const before = readNaively(stream).steps
      if (before.length === 0) continue
      const last = random(before.length)
      const alsoThrows = random(2) === 0

      let fed = 0
      const { parser, steps } = createRecorder({
        onStep: () => {
          if (steps.length !== last + 1) return
          parser.reset('9')
          if (alsoThrows) throw stop
        },
      })
      let resetIn = chunks.length
      for (const chunk of chunks) {
        const stepsBefore = steps.length
        try {
          parser.feed(chunk)
        } catch (error) {
          expect(error).toBe(stop)
        }
        if (stepsBefore <= last && steps.length > last) resetIn = fed
        fed++
      }

      const after = readNaively(concatenate(chunks.slice(resetIn + 1).map(toBytes)), '9')
      const actual = { steps, lastEventId: parser.lastEventId }
      const expected = { ...after, steps: [...before.slice(0, last + 1), ...after.steps] }
      if (JSON.stringify(actual) !== JSON.stringify(expected)) {
        const message = `seed ${streamSeed + index}, reset in step ${last} of ${describeChunks(chunks)}`
        expect(actual, message).toEqual(expected)
      }
    }
  })
})

describe('a callback that throws', () => {
  test.each(['data: a\n\n', ':a\n', 'retry: 1\n'])(
    'for %j: the error comes out of feed as it is',
    (line) => {
      const { parser } = createRecorder({
        onStep: () => {
          throw stop
        },
      })
      for (const { chunks } of deliveries(line).slice(0, 1)) {
        expect(() => chunks.forEach((chunk) => parser.feed(chunk))).toThrow(stop)
      }
    },
  )

  test('the events after it in the chunk come with the next feed, once', () => {
    let first = true
    const { parser, steps } = createRecorder({
      onStep: () => {
        if (first) {
          first = false
          throw stop
        }
      },
    })
    expect(() => parser.feed('data: a\n\ndata: b\n\nid: 1\ndata: c')).toThrow(stop)
    expect(dataOf(steps)).toEqual(['a'])
    parser.feed('c\n\ndata: d\n\n')
    expect(dataOf(steps)).toEqual(['a', 'b', 'cc', 'd'])
    expect(parser.lastEventId).toBe('1')
  })

  test.each([
    ['an empty string', ''],
    ['no bytes', nothing],
  ])('%s is enough to go on', (_what, chunk) => {
    const { parser, steps } = createRecorder({
      onStep: () => {
        if (steps.length === 1) throw stop
      },
    })
    expect(() => parser.feed('data: a\n\ndata: b\n\n')).toThrow(stop)
    parser.feed(chunk)
    expect(dataOf(steps)).toEqual(['a', 'b'])
    parser.feed(chunk)
    expect(dataOf(steps)).toEqual(['a', 'b'])
  })

  test('what it left unread is forgotten by a reset', () => {
    const { parser, steps } = createRecorder({
      onStep: () => {
        if (steps.length === 1) throw stop
      },
    })
    expect(() => parser.feed('data: a\n\ndata: b\n\n')).toThrow(stop)
    parser.reset()
    parser.feed('data: c\n\n')
    expect(dataOf(steps)).toEqual(['a', 'c'])
  })

  test(`every step happens once whichever of them throw: random streams (seed ${streamSeed})`, () => {
    let thrown = 0
    for (let index = 0; index < 20_000; index++) {
      const random = createRandom(streamSeed + index)
      const stream = generateStream(random)
      const chunks = cutAtRandom(stream, random)
      const { parser, steps } = createRecorder({
        onStep: () => {
          if (random(3) === 0) throw stop
        },
      })
      const feed = (chunk: Uint8Array | string) => {
        try {
          parser.feed(chunk)
          return true
        } catch (error) {
          expect(error).toBe(stop)
          thrown++
          return false
        }
      }
      chunks.forEach(feed)
      while (!feed(nothing)) expect(steps.length).toBeLessThanOrEqual(stream.length)

      const actual = { steps, lastEventId: parser.lastEventId }
      const expected = readNaively(stream)
      if (JSON.stringify(actual) !== JSON.stringify(expected)) {
        expect(actual, `seed ${streamSeed + index}: ${describeChunks(chunks)}`).toEqual(expected)
      }
    }
    expect(thrown).toBeGreaterThan(5000)
  })
})
