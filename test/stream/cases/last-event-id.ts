import type { ConformanceCase } from './conformance-case.ts'

const nul = '\0'

export const lastEventId: ConformanceCase[] = [
  { name: 'an id', input: 'id: 1\ndata: a\n\n', events: [{ data: 'a', lastEventId: '1' }] },
  {
    name: 'an id after the data',
    input: 'data: a\nid: 1\n\n',
    events: [{ data: 'a', lastEventId: '1' }],
  },
  { name: 'no id', input: 'data: a\n\n', events: [{ data: 'a', lastEventId: '' }] },
  {
    name: 'an id holds for later events',
    input: 'id: 1\ndata: a\n\ndata: b\n\n',
    events: [
      { data: 'a', lastEventId: '1' },
      { data: 'b', lastEventId: '1' },
    ],
  },
  {
    name: 'a later id replaces it',
    input: 'id: 1\ndata: a\n\nid: 2\ndata: b\n\n',
    events: [
      { data: 'a', lastEventId: '1' },
      { data: 'b', lastEventId: '2' },
    ],
  },
  {
    name: 'the last id of an event counts',
    input: 'id: 1\nid: 2\ndata: a\n\n',
    events: [{ data: 'a', lastEventId: '2' }],
  },
  {
    name: 'an empty id resets',
    input: 'id: 1\ndata: a\n\nid:\ndata: b\n\n',
    events: [
      { data: 'a', lastEventId: '1' },
      { data: 'b', lastEventId: '' },
    ],
  },
  {
    name: 'an id of one space resets',
    input: 'id: 1\ndata: a\n\nid: \ndata: b\n\n',
    events: [
      { data: 'a', lastEventId: '1' },
      { data: 'b', lastEventId: '' },
    ],
  },
  {
    name: 'an id without colon resets',
    input: 'id: 1\ndata: a\n\nid\ndata: b\n\n',
    events: [
      { data: 'a', lastEventId: '1' },
      { data: 'b', lastEventId: '' },
    ],
  },
  {
    name: 'an empty id after another in one event',
    input: 'id: 1\nid\ndata: a\n\n',
    events: [{ data: 'a', lastEventId: '' }],
  },
  {
    name: 'an id without data counts at the blank line',
    input: 'id: 1\n\n',
    events: [],
    lastEventId: '1',
  },
  {
    name: 'an id without data holds for the next event',
    input: 'id: 1\n\ndata: a\n\n',
    events: [{ data: 'a', lastEventId: '1' }],
  },
  {
    name: 'an empty id without data resets at the blank line',
    input: 'id: 1\n\nid\n\n',
    events: [],
    lastEventId: '',
  },
  {
    name: 'an id does not count before its blank line',
    input: 'id: 1\n',
    events: [],
    lastEventId: '',
  },
  {
    name: 'an id without blank line leaves the one before',
    input: 'id: 1\ndata: a\n\nid: 2\n',
    events: [{ data: 'a', lastEventId: '1' }],
    lastEventId: '1',
  },
  {
    name: 'an id with data but without blank line leaves the one before',
    input: 'id: 1\n\nid: 2\ndata: a\n',
    events: [],
    lastEventId: '1',
  },
  {
    name: 'a reset without blank line leaves the one before',
    input: 'id: 1\ndata: a\n\nid\n',
    events: [{ data: 'a', lastEventId: '1' }],
    lastEventId: '1',
  },
  { name: 'an id in a line without end', input: 'id: 1\n\nid: 2', events: [], lastEventId: '1' },
  {
    name: 'a NUL in the middle: ignored',
    input: `id: 1${nul}2\ndata: a\n\n`,
    events: [{ data: 'a', lastEventId: '' }],
  },
  {
    name: 'a NUL first: ignored',
    input: `id: ${nul}1\ndata: a\n\n`,
    events: [{ data: 'a', lastEventId: '' }],
  },
  {
    name: 'a NUL last: ignored',
    input: `id: 1${nul}\ndata: a\n\n`,
    events: [{ data: 'a', lastEventId: '' }],
  },
  {
    name: 'a NUL alone: ignored',
    input: `id: 1\ndata: a\n\nid:${nul}\ndata: b\n\n`,
    events: [
      { data: 'a', lastEventId: '1' },
      { data: 'b', lastEventId: '1' },
    ],
  },
  {
    name: 'a NUL leaves the id before it in the event',
    input: `id: 1\nid: 2${nul}\ndata: a\n\n`,
    events: [{ data: 'a', lastEventId: '1' }],
  },
  {
    name: 'a NUL and then a good id',
    input: `id: ${nul}\nid: 2\ndata: a\n\n`,
    events: [{ data: 'a', lastEventId: '2' }],
  },
  {
    name: 'a NUL in an id does not spoil the data',
    input: `id: ${nul}\ndata: a${nul}\n\n`,
    events: [{ data: `a${nul}`, lastEventId: '' }],
  },
  {
    name: 'other control characters are kept',
    input: 'id: \x01\x7f\ndata: a\n\n',
    events: [{ data: 'a', lastEventId: '\x01\x7f' }],
  },
  {
    name: 'inner and trailing spaces are kept',
    input: 'id: a b \ndata: a\n\n',
    events: [{ data: 'a', lastEventId: 'a b ' }],
  },
  {
    name: 'colons are kept',
    input: 'id: a:b:\ndata: a\n\n',
    events: [{ data: 'a', lastEventId: 'a:b:' }],
  },
  {
    name: 'wide characters are kept',
    input: 'id: é中🙂\ndata: a\n\n',
    events: [{ data: 'a', lastEventId: 'é中🙂' }],
  },
  {
    name: 'a digit zero is an id',
    input: 'id: 0\ndata: a\n\n',
    events: [{ data: 'a', lastEventId: '0' }],
  },
  {
    name: 'a leading zero is kept',
    input: 'id: 007\ndata: a\n\n',
    events: [{ data: 'a', lastEventId: '007' }],
  },
  {
    name: '__proto__ is an id',
    input: 'id: __proto__\ndata: a\n\n',
    events: [{ data: 'a', lastEventId: '__proto__' }],
  },
  {
    name: 'an id of four hundred characters',
    input: `id: ${'0123456789'.repeat(40)}\ndata: a\n\n`,
    events: [{ data: 'a', lastEventId: '0123456789'.repeat(40) }],
  },
  {
    name: 'blank lines alone keep the id',
    input: 'id: 1\n\n\n\r\n\r',
    events: [],
    lastEventId: '1',
  },
]
