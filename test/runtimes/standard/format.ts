import { equal } from '../../faces/assert.ts'
import type { StandardCase } from './standard-case.ts'

/** What of the stream comes out: the data of messages, or [type, data] of other types, or [type, data, last event ID]. */
const streams: [name: string, stream: string, expected: (string | string[])[]][] = [
  ['a message', 'data: a\n\n', ['a']],
  ['lines of data are joined', 'data: a\ndata: b\n\n', ['a\nb']],
  ['data without a space', 'data:a\n\n', ['a']],
  ['one leading space is dropped, a second is kept', 'data:  a\n\n', [' a']],
  ['a leading tab is kept', 'data:\ta\n\n', ['\ta']],
  ['an empty data field', 'data\n\n', ['']],
  ['two empty data fields', 'data\ndata\n\n', ['\n']],
  ['an empty data value', 'data:\n\n', ['']],
  ['colons in data', 'data: a:b: c\n\n', ['a:b: c']],
  ['NUL in data', 'data: \0a\n\n', ['\0a']],
  ['a comment', ': comment\ndata: a\n:\n\n', ['a']],
  ['a comment inside data', 'data: a\n: comment\ndata: b\n\n', ['a\nb']],
  ['field names are in lower case', 'Data: no\ndata: a\nDATA: no\n\n', ['a']],
  ['a space before a field name makes another', ' data: no\ndata: a\n\n', ['a']],
  ['a space after a field name makes another', 'data : no\ndata: a\n\n', ['a']],
  ['an unknown field', 'field: x\ndata: a\nfield\n\n', ['a']],
  ['CR', 'data: a\rdata: b\r\r', ['a\nb']],
  ['CRLF', 'data: a\r\ndata: b\r\n\r\n', ['a\nb']],
  ['LF, CR and CRLF mixed', 'data: a\rdata: b\r\ndata: c\n\rdata: d\n\n', ['a\nb\nc', 'd']],
  ['no data, no event', 'event: x\nid: 1\n\ndata: a\n\n', ['a']],
  ['a type', 'event: x\ndata: a\n\n', [['x', 'a']]],
  ['the last type counts', 'event: y\nevent: x\ndata: a\n\n', [['x', 'a']]],
  ['an empty type is message', 'event: x\nevent:\ndata: a\n\n', ['a']],
  ['a type is for one event', 'event: x\ndata: a\n\ndata: b\n\n', [['x', 'a'], 'b']],
  ['a type with a space and a colon', 'event: x y:z\ndata: a\n\n', [['x y:z', 'a']]],
  ['an ID', 'id: 1\ndata: a\n\n', [['message', 'a', '1']]],
  [
    'an ID persists',
    'id: 1\ndata: a\n\ndata: b\n\n',
    [
      ['message', 'a', '1'],
      ['message', 'b', '1'],
    ],
  ],
  [
    'an empty ID resets',
    'id: 1\ndata: a\n\nid\ndata: b\n\n',
    [
      ['message', 'a', '1'],
      ['message', 'b', ''],
    ],
  ],
  [
    'an ID with NUL is ignored',
    'id: 1\ndata: a\n\nid: 2\0\ndata: b\n\n',
    [
      ['message', 'a', '1'],
      ['message', 'b', '1'],
    ],
  ],
  ['an ID of UTF-8', 'id: é中🙂\ndata: a\n\n', [['message', 'a', 'é中🙂']]],
  ['one byte order mark is dropped', '\ufeffdata: a\n\n', ['a']],
  ['a second byte order mark is not', '\ufeff\ufeffdata: no\n\ndata: a\n\n', ['a']],
  ['UTF-8', 'data: é中🙂\n\n', ['é中🙂']],
  ['a retry that is no number', 'retry: 1s\nretry: -1\nretry:\ndata: a\n\n', ['a']],
  ['a long line', `data: ${'x'.repeat(100_000)}\n\n`, ['x'.repeat(100_000)]],
  ['what has no blank line at the end', 'data: a\n\ndata: no', ['a']],
]

/** Every rule of the format of event streams that shows in events. */
export const format: StandardCase[] = streams.map(([name, stream, expected]) => ({
  name: `format: ${name}`,
  async run(context) {
    const events = expected.map((event) => (typeof event === 'string' ? ['message', event] : event))
    const types = events.map(([type]) => type!)
    // What is too long for a URL is written afterwards; the end of the stream shows that nothing more comes.
    const isLong = stream.length > 10_000
    const watched = context.open(isLong ? 'events' : 'end,hang', isLong ? {} : { stream }, types)
    if (isLong) {
      await watched.endpoint.write(stream)
      await watched.until('message', 1)
    } else await context.ended(watched)
    const seen = watched.seen.filter(({ data }) => data !== undefined)
    equal(
      seen.map(({ type, data, lastEventId }, index) =>
        [type, data, lastEventId].slice(0, events[index]?.length),
      ),
      events,
    )
  },
}))
