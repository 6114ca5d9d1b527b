import type { ConformanceCase } from './conformance-case.ts'

export const dispatch: ConformanceCase[] = [
  { name: 'a blank line dispatches', input: 'data: a\n\n', events: [{ data: 'a' }] },
  { name: 'a blank line dispatches once', input: 'data: a\n\n\n\n', events: [{ data: 'a' }] },
  {
    name: 'no data, no event',
    input: 'event: x\nid: 1\nretry: 5\n:hi\n\n',
    events: [],
    comments: ['hi'],
    retries: [5],
    lastEventId: '1',
  },
  {
    name: 'events in a row',
    input: 'data: a\n\ndata: b\n\ndata: c\n\n',
    events: [{ data: 'a' }, { data: 'b' }, { data: 'c' }],
  },
  {
    name: 'all fields of all events',
    input:
      ':hi\nretry: 5\nid: 1\nevent: x\ndata: a\ndata: b\n\nid: 2\nevent: y\ndata: c\n\ndata: d\n\n',
    events: [
      { data: 'a\nb', type: 'x', lastEventId: '1' },
      { data: 'c', type: 'y', lastEventId: '2' },
      { data: 'd', lastEventId: '2' },
    ],
    comments: ['hi'],
    retries: [5],
  },
  {
    name: 'fields in any order',
    input: 'data: a\nid: 1\ndata: b\nevent: x\nretry: 5\n\n',
    events: [{ data: 'a\nb', type: 'x', lastEventId: '1' }],
    retries: [5],
  },
  {
    name: 'no fields with colons at all',
    input: 'event\nid\nretry\ndata\n\n',
    events: [{ data: '' }],
  },
  { name: 'plain text is no event', input: 'Hello, world!\nHow are you?\n\n', events: [] },
  {
    name: 'a page of HTML is no event',
    input: '<!doctype html>\n<title>502</title>\n\n<p>Bad gateway\n',
    events: [],
  },
  { name: 'JSON lines are no events', input: '{"data": 1}\n{"data": 2}\n\n', events: [] },
  {
    name: 'an event of unknown fields is none',
    input: 'foo: a\n\ndata: b\n\n',
    events: [{ data: 'b' }],
  },
  {
    name: 'forty events',
    input: 'data: a\n\n'.repeat(40),
    events: Array.from({ length: 40 }, () => ({ data: 'a' })),
  },
  {
    name: 'what an LLM API sends',
    input:
      'event: message_start\ndata: {"type":"message_start"}\n\nevent: ping\ndata: {}\n\ndata: [DONE]\n\n',
    events: [
      { data: '{"type":"message_start"}', type: 'message_start' },
      { data: '{}', type: 'ping' },
      { data: '[DONE]' },
    ],
  },
]
