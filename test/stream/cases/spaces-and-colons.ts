import type { ConformanceCase } from './conformance-case.ts'

export const spacesAndColons: ConformanceCase[] = [
  { name: 'no space after the colon', input: 'data:a\n\n', events: [{ data: 'a' }] },
  { name: 'one space after the colon is taken off', input: 'data: a\n\n', events: [{ data: 'a' }] },
  { name: 'one space only', input: 'data:  a\n\n', events: [{ data: ' a' }] },
  { name: 'three spaces leave two', input: 'data:   \n\n', events: [{ data: '  ' }] },
  { name: 'trailing spaces are kept', input: 'data: a  \n\n', events: [{ data: 'a  ' }] },
  { name: 'a tab is no space', input: 'data:\ta\n\n', events: [{ data: '\ta' }] },
  { name: 'a tab after the space is kept', input: 'data: \ta\n\n', events: [{ data: '\ta' }] },
  {
    name: 'a no-break space is no space',
    input: 'data:\u00a0a\n\n',
    events: [{ data: '\u00a0a' }],
  },
  {
    name: 'an ideographic space is no space',
    input: 'data:\u3000a\n\n',
    events: [{ data: '\u3000a' }],
  },
  { name: 'a NUL is no space', input: 'data:\0 a\n\n', events: [{ data: '\0 a' }] },
  {
    name: 'one space only, in an event type',
    input: 'event:  x\ndata: a\n\n',
    events: [{ data: 'a', type: ' x' }],
  },
  {
    name: 'one space only, in an id',
    input: 'id:  1\ndata: a\n\n',
    events: [{ data: 'a', lastEventId: ' 1' }],
  },
  { name: 'one space only, in retry', input: 'retry:  1\n', events: [] },
  {
    name: 'a space before the colon is part of the name',
    input: 'data : a\n\ndata: b\n\n',
    events: [{ data: 'b' }],
  },
  {
    name: 'a space before the name is part of it',
    input: ' data: a\n\ndata: b\n\n',
    events: [{ data: 'b' }],
  },
  {
    name: 'a tab before the name is part of it',
    input: '\tdata: a\n\ndata: b\n\n',
    events: [{ data: 'b' }],
  },
  {
    name: 'a line of one space is no blank line',
    input: 'data: a\n \ndata: b\n\n',
    events: [{ data: 'a\nb' }],
  },
  {
    name: 'a line of one tab is no blank line',
    input: 'data: a\n\t\ndata: b\n\n',
    events: [{ data: 'a\nb' }],
  },
  { name: 'a space before a colon is a field, not a comment', input: ' : a\n\n', events: [] },
  {
    name: 'a space after a name without colon is part of it',
    input: 'data \n\ndata: b\n\n',
    events: [{ data: 'b' }],
  },
  {
    name: 'only the first colon parts name and value',
    input: 'data:a: b\n\n',
    events: [{ data: 'a: b' }],
  },
  { name: 'a second colon after the space', input: 'data: :\n\n', events: [{ data: ':' }] },
  { name: 'a fullwidth colon is none', input: 'data：a\n\ndata: b\n\n', events: [{ data: 'b' }] },
  { name: 'an equals sign is no colon', input: 'data=a\n\ndata: b\n\n', events: [{ data: 'b' }] },
]
