import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatComment, formatEvent, type OutgoingEvent } from '../../src/format.ts'
import { createParser, type ServerSentEvent } from '../../src/parser.ts'

function parse(text: string, lastEventId = '') {
  const events: ServerSentEvent[] = []
  const comments: string[] = []
  const retries: number[] = []
  const parser = createParser({
    onEvent: (event) => events.push(event),
    onComment: (comment) => comments.push(comment),
    onRetry: (milliseconds) => retries.push(milliseconds),
    lastEventId,
  })
  parser.feed(text)
  return { events, comments, retries, lastEventId: parser.lastEventId }
}

const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.constantFrom('a', ' ', ':', '\r', '\n', '\0', '\ufeff', 'é', '🙂') }),
)
const aLine = anyText.map((text) => text.replaceAll(/[\r\n\0]/g, ''))
const anyEvent = fc.record({
  type: aLine,
  data: anyText,
  lastEventId: aLine,
  origin: fc.constant(''),
})

describe('formatEvent', () => {
  test.for<[OutgoingEvent | string, string]>([
    ['hello', 'data: hello\n\n'],
    ['', 'data: \n\n'],
    [{ data: 'hello' }, 'data: hello\n\n'],
    [{ data: ' indented' }, 'data:  indented\n\n'],
    [{ data: 'a\r\nb\rc\nd' }, 'data: a\ndata: b\ndata: c\ndata: d\n\n'],
    [{ data: '\n' }, 'data: \ndata: \n\n'],
    [{ data: { bid: 9.5, note: 'a\nb' } }, 'data: {"bid":9.5,"note":"a\\nb"}\n\n'],
    [{ data: null }, 'data: null\n\n'],
    [{ type: 'price', data: '', lastEventId: '7' }, 'event: price\nid: 7\ndata: \n\n'],
    [{ type: 'message', data: '' }, 'data: \n\n'],
    [{ lastEventId: '', data: '' }, 'id: \ndata: \n\n'],
    [{ lastEventId: '7' }, 'id: 7\n\n'],
    [{ retry: 0 }, 'retry: 0\n\n'],
  ])('of %j is %j', ([event, text]) => {
    expect(formatEvent(event)).toBe(text)
  })

  test('and back: a parser makes the same event of it', () => {
    fc.assert(
      fc.property(anyEvent, (event) => {
        const { type, data } = event
        const expected = {
          ...event,
          type: type || 'message',
          data: data.replaceAll(/\r\n|\r/g, '\n'),
        }
        const found = parse(formatEvent(Object.freeze(event)), 'from before')
        expect(found.events).toEqual([expected])
        expect(found.comments).toEqual([])
        expect(found.retries).toEqual([])
      }),
      { numRuns: 1000 },
    )
  })

  test('and back, of any JSON, and any reconnection time', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.nat(), (data, retry) => {
        fc.pre(typeof data !== 'string')
        const { events, retries } = parse(formatEvent({ data, retry }))
        expect(events.map((event) => JSON.parse(event.data))).toEqual([
          JSON.parse(JSON.stringify(data)),
        ])
        expect(retries).toEqual([retry])
      }),
    )
  })

  test('takes a MessageEvent, whose attributes are its prototype’s', () => {
    const event = new MessageEvent('price', { data: '1', lastEventId: '7' })
    expect(formatEvent(event)).toBe('event: price\nid: 7\ndata: 1\n\n')
  })

  test.for<[unknown, string]>([
    [{ type: 'a\nb' }, 'type: expected a single line without NUL, got "a\\nb"'],
    [{ type: 'a\rb' }, 'type: expected a single line without NUL'],
    [{ type: 'a\0b' }, 'type: expected a single line without NUL'],
    [{ lastEventId: '1\r\ndata: injected' }, 'lastEventId: expected a single line without NUL'],
    [{ lastEventId: '1\0' }, 'lastEventId: expected a single line without NUL'],
    [{ lastEventId: 7 }, 'lastEventId: expected a string, got 7'],
    [{ type: null }, 'type: expected a string, got null'],
    [{ retry: -1 }, 'retry: expected whole milliseconds from 0 on, got -1'],
    [{ retry: 1.5 }, 'retry: expected whole milliseconds'],
    [{ retry: 1e21 }, 'retry: expected whole milliseconds'],
    [{ retry: '5' }, 'retry: expected whole milliseconds'],
    [{ data: () => {} }, 'data: expected text, or what JSON can hold, got function'],
    [{ data: 1n }, 'data: expected text, or what JSON can hold'],
    [null, 'event: expected a string, or an object with data, got null'],
    [7, 'event: expected a string, or an object with data, got 7'],
  ])('of %o throws', ([event, message]) => {
    expect(() => formatEvent(event as OutgoingEvent)).toThrow(TypeError)
    expect(() => formatEvent(event as OutgoingEvent)).toThrow(message)
  })
})

describe('formatComment', () => {
  test.for<[string, string]>([
    ['', ':\n'],
    ['still here', ':still here\n'],
    ['a\r\nb\rc\n', ':a\n:b\n:c\n:\n'],
  ])('of %j is %j', ([text, comment]) => {
    expect(formatComment(text)).toBe(comment)
  })

  test('and back: nothing but comments, whatever the text', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const { events, comments, retries, lastEventId } = parse(
          formatEvent('before') + formatComment(text) + formatEvent('after'),
        )
        expect(comments.join('\n')).toBe(text.replaceAll(/\r\n|\r/g, '\n'))
        expect(events.map(({ data }) => data)).toEqual(['before', 'after'])
        expect([retries, lastEventId]).toEqual([[], ''])
      }),
    )
  })
})
