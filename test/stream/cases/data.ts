import type { ConformanceCase } from './conformance-case.ts'

export const data: ConformanceCase[] = [
  { name: 'one line', input: 'data: a\n\n', events: [{ data: 'a' }] },
  { name: 'two lines are joined by LF', input: 'data: a\ndata: b\n\n', events: [{ data: 'a\nb' }] },
  {
    name: 'lines are joined by LF whatever ended them',
    input: 'data: a\rdata: b\r\r',
    events: [{ data: 'a\nb' }],
  },
  { name: 'an empty value still makes an event', input: 'data:\n\n', events: [{ data: '' }] },
  { name: 'a value of one space is empty', input: 'data: \n\n', events: [{ data: '' }] },
  { name: 'no colon at all makes an event too', input: 'data\n\n', events: [{ data: '' }] },
  { name: 'two empty values are one LF', input: 'data\ndata\n\n', events: [{ data: '\n' }] },
  {
    name: 'three empty values are two LF',
    input: 'data:\ndata\ndata: \n\n',
    events: [{ data: '\n\n' }],
  },
  { name: 'only the last LF is taken off', input: 'data: a\ndata\n\n', events: [{ data: 'a\n' }] },
  { name: 'an empty value first', input: 'data\ndata: a\n\n', events: [{ data: '\na' }] },
  { name: 'empty values around', input: 'data\ndata: a\ndata\n\n', events: [{ data: '\na\n' }] },
  { name: 'NUL is kept', input: 'data: a\0b\0\n\n', events: [{ data: 'a\0b\0' }] },
  { name: 'a NUL alone is data', input: 'data:\0\n\n', events: [{ data: '\0' }] },
  {
    name: 'control characters are kept',
    input: 'data: \x01\x1b\x7f\n\n',
    events: [{ data: '\x01\x1b\x7f' }],
  },
  { name: 'colons are kept', input: 'data: a:b: c:\n\n', events: [{ data: 'a:b: c:' }] },
  { name: 'a value that begins with a colon', input: 'data::a\n\n', events: [{ data: ':a' }] },
  {
    name: 'a value that looks like a field',
    input: 'data: data: a\n\n',
    events: [{ data: 'data: a' }],
  },
  { name: 'a value that looks like a comment', input: 'data: : a\n\n', events: [{ data: ': a' }] },
  {
    name: 'JSON over several lines',
    input: 'data: {\ndata:   "a": 1\ndata: }\n\n',
    events: [{ data: '{\n  "a": 1\n}' }],
  },
  {
    name: 'other fields between the lines',
    input: 'data: a\nevent: x\nid: 1\ndata: b\n\n',
    events: [{ data: 'a\nb', type: 'x', lastEventId: '1' }],
  },
  {
    name: 'a comment between the lines',
    input: 'data: a\n:hi\ndata: b\n\n',
    events: [{ data: 'a\nb' }],
    comments: ['hi'],
  },
  {
    name: 'data is not carried over',
    input: 'data: a\n\n\ndata: b\n\n',
    events: [{ data: 'a' }, { data: 'b' }],
  },
  {
    name: 'empty events in a row',
    input: 'data\n\ndata\n\n',
    events: [{ data: '' }, { data: '' }],
  },
  {
    name: "the standard's example: three events",
    input:
      ': test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event\n\n',
    events: [
      { data: 'first event', lastEventId: '1' },
      { data: 'second event' },
      { data: ' third event' },
    ],
    comments: [' test stream'],
  },
  {
    name: "the standard's example: two events and one that is incomplete",
    input: 'data\n\ndata\ndata\n\ndata:',
    events: [{ data: '' }, { data: '\n' }],
  },
  {
    name: "the standard's example: two identical events",
    input: 'data:test\n\ndata: test\n\n',
    events: [{ data: 'test' }, { data: 'test' }],
  },
  {
    name: "the standard's example: stock prices",
    input: 'data: YHOO\ndata: +2\ndata: 10\n\n',
    events: [{ data: 'YHOO\n+2\n10' }],
  },
]
