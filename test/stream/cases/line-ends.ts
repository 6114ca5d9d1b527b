import type { ConformanceCase } from './conformance-case.ts'

export const lineEnds: ConformanceCase[] = [
  { name: 'LF ends a line', input: 'data: a\n\n', events: [{ data: 'a' }] },
  { name: 'CR ends a line', input: 'data: a\r\r', events: [{ data: 'a' }] },
  { name: 'CRLF ends a line', input: 'data: a\r\n\r\n', events: [{ data: 'a' }] },
  {
    name: 'CRLF is one end, not two',
    input: 'data: a\r\ndata: b\r\n\r\n',
    events: [{ data: 'a\nb' }],
  },
  {
    name: 'LF CR is two ends',
    input: 'data: a\n\rdata: b\n\r',
    events: [{ data: 'a' }, { data: 'b' }],
  },
  {
    name: 'CR CRLF is two ends',
    input: 'data: a\r\r\ndata: b\n\n',
    events: [{ data: 'a' }, { data: 'b' }],
  },
  {
    name: 'CR CR LF LF is three ends',
    input: 'data: a\r\r\n\ndata: b\r\r',
    events: [{ data: 'a' }, { data: 'b' }],
  },
  {
    name: 'CRLF then LF',
    input: 'data: a\r\n\ndata: b\r\n\n',
    events: [{ data: 'a' }, { data: 'b' }],
  },
  {
    name: 'CRLF then CR',
    input: 'data: a\r\n\rdata: b\r\n\r',
    events: [{ data: 'a' }, { data: 'b' }],
  },
  {
    name: 'LF then CRLF',
    input: 'data: a\n\r\ndata: b\n\r\n',
    events: [{ data: 'a' }, { data: 'b' }],
  },
  {
    name: 'each line may end its own way',
    input: 'data: a\ndata: b\rdata: c\r\ndata: d\r\r',
    events: [{ data: 'a\nb\nc\nd' }],
  },
  {
    name: 'mixed ends between events',
    input: 'data: a\n\ndata: b\r\rdata: c\r\n\r\ndata: d\n\r',
    events: [{ data: 'a' }, { data: 'b' }, { data: 'c' }, { data: 'd' }],
  },
  { name: 'a stream may begin with LF', input: '\ndata: a\n\n', events: [{ data: 'a' }] },
  { name: 'a stream may begin with CR', input: '\rdata: a\r\r', events: [{ data: 'a' }] },
  { name: 'a stream may begin with CRLF', input: '\r\ndata: a\r\n\r\n', events: [{ data: 'a' }] },
  { name: 'blank lines alone dispatch nothing', input: '\n\r\r\n\n\n\r\n', events: [] },
  {
    name: 'more blank lines than needed between events',
    input: 'data: a\n\n\n\n\ndata: b\r\n\r\n\r\n\r\n',
    events: [{ data: 'a' }, { data: 'b' }],
  },
  {
    name: 'an event is dispatched at the CR, without a look at what follows',
    input: 'data: a\r\n\r',
    events: [{ data: 'a' }],
  },
  {
    name: 'the LF of a CRLF after a dispatch is no blank line of its own',
    input: 'data: a\r\n\r\nid: 1\r\ndata: b\r\n\r\n',
    events: [{ data: 'a' }, { data: 'b', lastEventId: '1' }],
  },
  {
    name: 'vertical tab does not end a line',
    input: 'data: a\vdata: b\n\n',
    events: [{ data: 'a\vdata: b' }],
  },
  {
    name: 'form feed does not end a line',
    input: 'data: a\fdata: b\n\n',
    events: [{ data: 'a\fdata: b' }],
  },
  {
    name: 'next line (U+0085) does not end a line',
    input: 'data: a\u0085b\n\n',
    events: [{ data: 'a\u0085b' }],
  },
  {
    name: 'line separator (U+2028) does not end a line',
    input: 'data: a\u2028\u2028data: b\n\n',
    events: [{ data: 'a\u2028\u2028data: b' }],
  },
  {
    name: 'paragraph separator (U+2029) does not end a line',
    input: 'data: a\u2029\u2029data: b\n\n',
    events: [{ data: 'a\u2029\u2029data: b' }],
  },
  {
    name: 'characters whose low byte is LF or CR end no line (U+010A, U+0A0D, U+0D0A)',
    input: 'data: \u010a\u0a0d\u0d0a\n\n',
    events: [{ data: '\u010a\u0a0d\u0d0a' }],
  },
  {
    name: 'backslash n is two characters',
    input: String.raw`data: a\nb` + '\n\n',
    events: [{ data: String.raw`a\nb` }],
  },
  {
    name: 'a line of one character',
    input: 'd\nx\n:\ndata\n\n',
    events: [{ data: '' }],
    comments: [''],
  },
]
