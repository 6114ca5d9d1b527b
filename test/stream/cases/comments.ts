import type { ConformanceCase } from './conformance-case.ts'

export const comments: ConformanceCase[] = [
  {
    name: 'a comment is told and dispatches nothing',
    input: ':hi\n\n',
    events: [],
    comments: ['hi'],
  },
  { name: 'an empty comment', input: ':\n', events: [], comments: [''] },
  { name: 'a space after the colon is kept', input: ': hi\n', events: [], comments: [' hi'] },
  { name: 'spaces alone are kept', input: ':  \n', events: [], comments: ['  '] },
  { name: 'colons are kept', input: '::hi: there\n', events: [], comments: [':hi: there'] },
  {
    name: 'a comment that looks like a field',
    input: ':data: a\n\n',
    events: [],
    comments: ['data: a'],
  },
  { name: 'a NUL is kept', input: ':\0\n', events: [], comments: ['\0'] },
  { name: 'heartbeats in a row', input: ':\n:\r:\r\n:\n', events: [], comments: ['', '', '', ''] },
  {
    name: 'a comment between events',
    input: 'data: a\n\n:hi\n\ndata: b\n\n',
    events: [{ data: 'a' }, { data: 'b' }],
    comments: ['hi'],
  },
  {
    name: 'a comment is no blank line',
    input: 'data: a\n:\ndata: b\n\n',
    events: [{ data: 'a\nb' }],
    comments: [''],
  },
  {
    name: 'a comment keeps the event type',
    input: 'event: x\n:hi\ndata: a\n\n',
    events: [{ data: 'a', type: 'x' }],
    comments: ['hi'],
  },
  {
    name: 'a comment keeps the id',
    input: 'id: 1\n:hi\ndata: a\n\n',
    events: [{ data: 'a', lastEventId: '1' }],
    comments: ['hi'],
  },
  { name: 'a comment needs no blank line', input: ':hi\n', events: [], comments: ['hi'] },
  { name: 'a comment ended by CR', input: ':hi\r', events: [], comments: ['hi'] },
  { name: 'a comment needs the end of its line', input: ':a\n:hi', events: [], comments: ['a'] },
  {
    name: 'a comment of a thousand characters',
    input: `:${'hi'.repeat(500)}\n`,
    events: [],
    comments: ['hi'.repeat(500)],
  },
  { name: 'a comment of wide characters', input: ':é€🙂\n', events: [], comments: ['é€🙂'] },
]
