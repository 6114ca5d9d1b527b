import { bytes } from '../../setup/bytes.ts'
import type { ConformanceCase } from './conformance-case.ts'

export const endOfStream: ConformanceCase[] = [
  { name: 'nothing at all', input: '', events: [] },
  { name: 'a line without end is dropped', input: 'data: a', events: [] },
  { name: 'an event without blank line is dropped', input: 'data: a\n', events: [] },
  { name: 'an event without blank line is dropped, with CRLF', input: 'data: a\r\n', events: [] },
  { name: 'an event without blank line is dropped, with CR', input: 'data: a\r', events: [] },
  { name: 'only the last one is dropped', input: 'data: a\n\ndata: b\n', events: [{ data: 'a' }] },
  {
    name: 'its last line without end does not help',
    input: 'data: a\n\ndata: b\ndata: c',
    events: [{ data: 'a' }],
  },
  { name: 'a field name without end', input: 'data: a\n\ndata', events: [{ data: 'a' }] },
  { name: 'a blank line ended by CR is one', input: 'data: a\n\r', events: [{ data: 'a' }] },
  { name: 'CR, then CR at the end', input: 'data: a\r\r', events: [{ data: 'a' }] },
  { name: 'a space in place of the blank line', input: 'data: a\n ', events: [] },
  {
    name: 'all fields pending are dropped',
    input: 'id: 1\nevent: x\ndata: a\n',
    events: [],
    lastEventId: '',
  },
  {
    name: 'the end in the middle of a character',
    input: bytes('data: a\n\ndata: b', 0xe2, 0x82),
    events: [{ data: 'a' }],
  },
  {
    name: 'a broken character after the last event',
    input: bytes('data: a\n\n', 0xf0, 0x9f),
    events: [{ data: 'a' }],
  },
  { name: 'a broken character after a pending line', input: bytes('data: a\n', 0xc3), events: [] },
  {
    name: 'a broken character after a CR that could be half a CRLF',
    input: bytes('data\r', 0xe2),
    events: [],
  },
  { name: 'the end in the middle of the BOM', input: bytes(0xef, 0xbb), events: [] },
]
