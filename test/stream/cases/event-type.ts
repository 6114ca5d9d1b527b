import type { ConformanceCase } from './conformance-case.ts'

/** A case whose one event has this type. */
function typed(type: string): ConformanceCase {
  return {
    name: `the type ${JSON.stringify(type)}`,
    input: `event: ${type}\ndata: a\n\n`,
    events: [{ data: 'a', type }],
  }
}

export const eventType: ConformanceCase[] = [
  typed('x'),
  typed('message'),
  typed('error'),
  typed('open'),
  typed('close'),
  typed('__proto__'),
  typed('constructor'),
  typed('hasOwnProperty'),
  typed('toString'),
  typed('Message'),
  typed('0'),
  typed('a:b'),
  typed('a b '),
  typed('\0'),
  typed('é中🙂'),
  typed('x'.repeat(400)),
  { name: 'no type is message', input: 'data: a\n\n', events: [{ data: 'a', type: 'message' }] },
  {
    name: 'an empty type is message',
    input: 'event:\ndata: a\n\n',
    events: [{ data: 'a', type: 'message' }],
  },
  {
    name: 'a type of one space is message',
    input: 'event: \ndata: a\n\n',
    events: [{ data: 'a', type: 'message' }],
  },
  {
    name: 'a type without colon is message',
    input: 'event\ndata: a\n\n',
    events: [{ data: 'a', type: 'message' }],
  },
  {
    name: 'a type of two spaces is one space',
    input: 'event:  \ndata: a\n\n',
    events: [{ data: 'a', type: ' ' }],
  },
  {
    name: 'the type may come after the data',
    input: 'data: a\nevent: x\n\n',
    events: [{ data: 'a', type: 'x' }],
  },
  {
    name: 'the last type of an event counts',
    input: 'event: x\nevent: y\ndata: a\n\n',
    events: [{ data: 'a', type: 'y' }],
  },
  {
    name: 'an empty type after another resets it',
    input: 'event: x\nevent:\ndata: a\n\n',
    events: [{ data: 'a', type: 'message' }],
  },
  {
    name: 'a type without colon after another resets it',
    input: 'event: x\nevent\ndata: a\n\n',
    events: [{ data: 'a', type: 'message' }],
  },
  {
    name: 'a type is not carried over',
    input: 'event: x\ndata: a\n\ndata: b\n\n',
    events: [
      { data: 'a', type: 'x' },
      { data: 'b', type: 'message' },
    ],
  },
  { name: 'a type without data dispatches nothing', input: 'event: x\n\n', events: [] },
  {
    name: 'a type without data is not carried over',
    input: 'event: x\n\ndata: a\n\n',
    events: [{ data: 'a', type: 'message' }],
  },
  {
    name: 'a type with an id, without data, is not carried over',
    input: 'event: x\nid: 1\n\ndata: a\n\n',
    events: [{ data: 'a', type: 'message', lastEventId: '1' }],
  },
  {
    name: 'a type with empty data',
    input: 'event: x\ndata\n\n',
    events: [{ data: '', type: 'x' }],
  },
]
