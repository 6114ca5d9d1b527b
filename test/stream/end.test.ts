import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createParser } from '../../src/parser.ts'
import { bytes, toBytes } from '../setup/bytes.ts'
import { bytesAndTextDeliveries } from '../setup/cuts.ts'
import type { Step } from '../setup/naive-parser.ts'
import { createRandom, streamSeed } from '../setup/random.ts'
import { createRecorder, dataOf, eventsOf, readInChunks } from '../setup/recording.ts'
import { cutAtRandom, describeChunks, generateStream } from '../setup/stream-generator.ts'
import { conformanceCases } from './cases/index.ts'

const streamCount = Number(process.env['STREAM_COUNT'] ?? 20_000)
const discarded = (steps: Step[]) => steps.filter(([kind]) => kind === 'discarded')

describe('what the standard ignores is told', () => {
  test.each([
    'foo: bar',
    'foo',
    'Data: a',
    ' data: a',
    'data : a',
    'dat',
    'dota: a',
    'daxa: a',
    'datx: a',
    'ix: 1',
    'datas: a',
    'eventual: a',
    'idx: 1',
    'retryafter: 1',
    '\ufeff:a',
    'retry: 1s',
    'retry:',
    'retry',
    'retry: -1',
    'id: a\0b',
    'id:\0',
  ])('%j is an unknown field, however it is cut', (line) => {
    for (const { how, chunks } of bytesAndTextDeliveries(toBytes(`:\n${line}\ndata: a\n\n`))) {
      const { steps } = readInChunks(chunks)
      expect(discarded(steps), how).toEqual([['discarded', 'unknown-field', line]])
      expect(dataOf(steps), how).toEqual(['a'])
    }
  })

  test('fields of the standard, comments and blank lines are not', () => {
    const stream = ':a\nevent\nevent: a\nid\nid: 1\nretry: 1\ndata\ndata: a\n\n\n: foo: bar\n'
    for (const { how, chunks } of bytesAndTextDeliveries(toBytes(stream))) {
      expect(discarded(readInChunks(chunks).steps), how).toEqual([])
    }
  })

  test('what throws there is thrown by feed, which then goes on', () => {
    const { parser, steps } = createRecorder({
      onStep: ([kind]) => {
        if (kind === 'discarded') throw new Error('stop')
      },
    })
    expect(() => parser.feed('foo\ndata: a\n\n')).toThrow('stop')
    parser.feed('')
    expect(dataOf(steps)).toEqual(['a'])
  })
})

describe('an unfinished event', () => {
  test.each([
    ['a line', 'data: a', 'data: a'],
    ['part of a field name', 'da', 'da'],
    ['data', 'data: a\ndata:  b\ndata\n', 'data: a\ndata:  b\ndata: \n'],
    ['an event type', 'event: x\n', 'event: x\n'],
    ['an id', 'id: 1\n', 'id: 1\n'],
    ['an id that resets the one before', 'id: 1\n\nid\n', 'id: \n'],
    ['all of them', 'data:a\rid:1\rfoo\revent:x\rdata', 'event: x\nid: 1\ndata: a\ndata'],
    ['data and part of a comment', 'data: a\n:hear', 'data: a\n'],
    ['part of a character', bytes('data: a', 0xe2, 0x82), 'data: a\ufffd'],
    ['half a BOM', bytes(0xef, 0xbb), '\ufffd'],
  ])('of %s is told when the stream ends, however it is cut', (_what, stream, text) => {
    for (const { how, chunks } of bytesAndTextDeliveries(toBytes(stream))) {
      const { parser, steps } = createRecorder()
      for (const chunk of chunks) parser.feed(chunk)
      steps.length = 0
      expect(parser.end(), how).toBe(true)
      expect(steps, how).toEqual([['discarded', 'unfinished-event', text]])
      expect(parser.end(), how).toBe(false)
      expect(steps, how).toHaveLength(1)
    }
  })

  test.each([
    ['nothing', ''],
    ['a BOM', '\ufeff'],
    ['whole events', 'data: a\n\n'],
    ['a CR', 'data: a\r\n\r'],
    ['part of a comment', 'data: a\n\n:hear'],
    ['a comment', ':hi\n'],
    ['an unknown field', 'foo\n'],
    ['a retry field', 'retry: 1\n'],
    ['the id that counts already', 'id: 1\n\nid: 1\n'],
  ])('%s leaves none', (_what, stream) => {
    for (const { how, chunks } of bytesAndTextDeliveries(toBytes(stream))) {
      const { parser, steps } = createRecorder()
      for (const chunk of chunks) parser.feed(chunk)
      steps.length = 0
      expect(parser.end(), how).toBe(false)
      expect(steps, how).toEqual([])
    }
  })

  test('with dispatch: true is an event if it has data', () => {
    const { parser, steps } = createRecorder()
    parser.feed('event: x\nid: 1\ndata: a\ndata: b')
    expect(parser.end({ dispatch: true })).toBe(true)
    expect(steps).toEqual([['event', { type: 'x', data: 'a\nb', lastEventId: '1', origin: '' }]])

    parser.feed('id: 2\nevent: y')
    expect(parser.end({ dispatch: true })).toBe(true)
    expect(steps).toHaveLength(1)
    expect(parser.lastEventId).toBe('2')
    expect(parser.end({ dispatch: true })).toBe(false)
  })

  test('nobody who listens is asked for', () => {
    const parser = createParser({})
    parser.feed('foo\ndata: a')
    expect(parser.end()).toBe(true)
    parser.feed('foo\ndata: a')
    expect(parser.end({ dispatch: true })).toBe(true)
  })

  test('its text, and a blank line, make the event', () => {
    for (let index = 0; index < streamCount; index++) {
      const random = createRandom(streamSeed + index)
      const chunks = cutAtRandom(generateStream(random), random)
      const whole = createRecorder()
      const cut = createRecorder()
      for (const chunk of chunks) {
        whole.parser.feed(chunk)
        cut.parser.feed(chunk)
      }
      const { lastEventId } = whole.parser
      whole.steps.length = cut.steps.length = 0
      expect(whole.parser.end({ dispatch: true })).toBe(cut.parser.end())
      const text = discarded(cut.steps)[0]?.[2] ?? ''
      // A BOM of its own, as one at the start of the text is data.
      const again = readInChunks([`\ufeff${text}\n\n`], { lastEventId })
      expect(eventsOf(again.steps), describeChunks(chunks)).toEqual(eventsOf(whole.steps))
      expect(again.lastEventId).toBe(whole.parser.lastEventId)
    }
  })
})

describe('after end', () => {
  test.each([{ dispatch: false }, { dispatch: true }])('%j a new stream begins', (options) => {
    for (const rest of ['data: a', 'data: a\r', 'event: x\n', 'id: 2\n', bytes('data: a', 0xe2)]) {
      const { parser, steps } = createRecorder()
      parser.feed('\ufeffid: 1\n\n')
      parser.feed(rest)
      parser.end(options)
      expect(parser.lastEventId).toBe(options.dispatch && rest === 'id: 2\n' ? '2' : '1')
      steps.length = 0
      parser.feed(bytes('\ufeff\n\ndata: b\n\n'))
      expect(eventsOf(steps)).toMatchObject([{ type: 'message', data: 'b' }])
    }
  })

  test('onDiscarded may begin it', () => {
    const { parser, steps } = createRecorder({
      onStep: ([kind]) => {
        if (kind === 'discarded') parser.feed('\ufeffdata: b\n\n')
      },
    })
    parser.feed('data: a')
    expect(parser.end()).toBe(true)
    expect(dataOf(steps)).toEqual(['b'])
  })

  test('called by a callback, the rest of the chunk is not read', () => {
    const { parser, steps } = createRecorder({
      onStep: ([kind]) => {
        if (kind === 'event') parser.end()
      },
    })
    parser.feed('data: a\n\ndata: b\n\ndata: c')
    expect(dataOf(steps)).toEqual(['a'])
    expect(parser.end()).toBe(false)
  })

  test('an event that is too large is an error still, until reset', () => {
    const { parser, steps } = createRecorder({ maxEventSize: 10 })
    expect(() => parser.feed('data: 0123456789')).toThrow(/maxEventSize/)
    expect(() => parser.end()).toThrow(/maxEventSize/)
    parser.reset()
    expect(parser.end()).toBe(false)
    expect(steps).toEqual([])
  })
})

describe('a callback that threw before the end', () => {
  test('what it left unread is read first, once', () => {
    const { parser, steps } = createRecorder({
      onStep: () => {
        if (steps.length === 1) throw new Error('stop')
      },
    })
    expect(() => parser.feed('data: a\n\ndata: b\n\ndata: c')).toThrow('stop')
    expect(parser.end()).toBe(true)
    expect(steps.slice(1)).toMatchObject([
      ['event', { data: 'b' }],
      ['discarded', 'unfinished-event', 'data: c'],
    ])
  })

  test('end, when it throws, is called again', () => {
    const { parser, steps } = createRecorder({
      onStep: () => {
        throw new Error('stop')
      },
    })
    expect(() => parser.feed('data: a\n\ndata: b\n\n')).toThrow('stop')
    expect(() => parser.end({ dispatch: true })).toThrow('stop')
    expect(parser.end({ dispatch: true })).toBe(false)
    expect(dataOf(steps)).toEqual(['a', 'b'])
  })
})

test('end({ dispatch: true }) is what a line end and a blank line are: every case of the standard', () => {
  for (const { name, input } of Object.values(conformanceCases).flat()) {
    for (const { how, chunks } of bytesAndTextDeliveries(toBytes(input))) {
      const expected = readInChunks([...chunks, '\n\n'])
      expect(readInChunks(chunks, {}, 'dispatch'), `${name}, ${how}`).toEqual(expected)
    }
  }
})

test(`every line of a stream is delivered or discarded, wherever it ends (seed ${streamSeed})`, () => {
  const text = fc.stringMatching(/^[a-z]{0,6}$/)
  const line = fc.oneof(
    text.map((value) => `data: ${value}`),
    text.map((value) => `:${value}`),
    text.map((value) => `x${value}`),
    fc.nat().map((value) => `retry: ${value}`),
    fc.constant(''),
  )
  fc.assert(
    fc.property(fc.array(line), fc.nat(), fc.boolean(), (lines, at, dispatch) => {
      const whole = lines.map((each) => `${each}\n`).join('')
      const stream = whole.slice(0, at % (whole.length + 1))
      const { steps } = readInChunks([stream], {}, dispatch ? 'dispatch' : 'discard')
      const told = steps.flatMap((step): string[] => {
        if (step[0] === 'event') return step[1].data.split('\n').map((value) => `data: ${value}`)
        if (step[0] === 'comment') return [`:${step[1]}`]
        if (step[0] === 'retry') return [`retry: ${step[1]}`]
        return step[2].split('\n')
      })
      // Comments are no part of an event: one that is cut is not told.
      const cutComment = dispatch ? undefined : /(?<=^|\n):[^\n]*$/
      const sent = (cutComment ? stream.replace(cutComment, '') : stream).split('\n')
      const known = (all: string[]) =>
        all
          .map((each) => (/^data:?$/.test(each) ? 'data: ' : each))
          .filter((each) => each !== '')
          .toSorted()
      expect(known(told)).toEqual(known(sent))
    }),
    { numRuns: 5000, seed: streamSeed },
  )
})
