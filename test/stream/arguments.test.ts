import { describe, expect, test } from 'vitest'
import {
  createParser,
  EventSourceParserStream,
  type EventSourceParserStreamOptions,
  type ParserCallbacks,
} from '../../src/parser.ts'

const noObjects: [string, unknown][] = [
  ['a function, as older parsers take it,', () => {}],
  ['null', null],
  ['a string', 'data'],
  ['a number', 1],
  ['a boolean', true],
]

type Wrong = [what: string, argument: object, message: RegExp]

const wrong: Wrong[] = [
  ['a callback that is an object', { onComment: {} }, /^onComment: expected a function/],
  ['a callback that is a string', { onDiscarded: 'log' }, /^onDiscarded: expected a function/],
  ['a callback that is a boolean', { onRetry: true }, /^onRetry: expected a function/],
  ['a lastEventId that is a number', { lastEventId: 7 }, /^lastEventId: expected a string/],
  ['a lastEventId that is null', { lastEventId: null }, /^lastEventId: expected a string/],
  ['a maxEventSize of NaN', { maxEventSize: NaN }, /^maxEventSize: expected a number from 0 on/],
  ['a negative maxEventSize', { maxEventSize: -1 }, /^maxEventSize: expected a number from 0 on/],
]

describe('createParser', () => {
  test.each([...noObjects, ['nothing', undefined] as const])('%s is refused', (_what, argument) => {
    const create = () => createParser(argument as ParserCallbacks)
    expect(create).toThrow(TypeError)
    expect(create).toThrow(/createParser\(\{ onEvent \}\)/)
  })

  test.each<Wrong>([
    ...wrong,
    ['an onEvent that is no function', { onEvent: 1 }, /^onEvent: expected a function/],
  ])('%s is refused', (_what, callbacks, message) => {
    expect(() => createParser(callbacks)).toThrow(TypeError)
    expect(() => createParser(callbacks)).toThrow(message)
  })

  test('a reset to a last event ID that is no string is refused, and changes nothing', () => {
    const parser = createParser({ lastEventId: '7' })
    expect(() => parser.reset(8 as unknown as string)).toThrow(/^lastEventId: expected a string/)
    expect(parser.lastEventId).toBe('7')
  })

  test('callbacks may be undefined, or methods of a class that use `this`', () => {
    class Reader implements ParserCallbacks {
      readonly data: string[] = []
      onComment = undefined
      onEvent({ data }: { data: string }) {
        this.data.push(data)
      }
    }
    const reader = new Reader()
    createParser(reader).feed(':\ndata: a\n\n')
    expect(reader.data).toEqual(['a'])
  })

  test('callbacks of an object that has more than callbacks use its `this`', () => {
    const counter = {
      count: 0,
      onComment: null as unknown as undefined,
      onEvent() {
        this.count++
      },
    }
    createParser(counter).feed(':\ndata: a\n\ndata: b\n\n')
    expect(counter.count).toBe(2)
  })

  test('a callback may call its siblings', () => {
    const comments: string[] = []
    const callbacks: ParserCallbacks = {
      lastEventId: '1',
      onEvent(event) {
        this.onComment?.(event.data)
      },
      onComment: (text) => comments.push(text),
    }
    createParser(callbacks).feed('data: a\n\n')
    expect(comments).toEqual(['a'])
  })
})

describe('EventSourceParserStream', () => {
  test.each(noObjects)('%s is refused', (_what, argument) => {
    const create = () => new EventSourceParserStream(argument as EventSourceParserStreamOptions)
    expect(create).toThrow(TypeError)
    expect(create).toThrow(/^EventSourceParserStream: expected an object/)
  })

  test.each<Wrong>([
    ...wrong,
    ['an unknown word', { unfinished: 'dispatch' }, /^unfinished: expected 'discard' or/],
  ])('%s is refused', (_what, options, message) => {
    const create = () => new EventSourceParserStream(options)
    expect(create).toThrow(TypeError)
    expect(create).toThrow(message)
  })
})
