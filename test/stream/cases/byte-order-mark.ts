import { bytes } from '../../setup/bytes.ts'
import type { ConformanceCase } from './conformance-case.ts'

const bom = '\ufeff'

export const byteOrderMark: ConformanceCase[] = [
  {
    name: 'one BOM at the start is taken off',
    input: `${bom}data: a\n\n`,
    events: [{ data: 'a' }],
  },
  { name: 'a BOM alone is nothing', input: bom, events: [] },
  { name: 'a BOM and a blank line are nothing', input: `${bom}\n`, events: [] },
  { name: 'LF straight after the BOM', input: `${bom}\ndata: a\n\n`, events: [{ data: 'a' }] },
  { name: 'CR straight after the BOM', input: `${bom}\rdata: a\r\r`, events: [{ data: 'a' }] },
  {
    name: 'CRLF straight after the BOM',
    input: `${bom}\r\ndata: a\r\n\r\n`,
    events: [{ data: 'a' }],
  },
  { name: 'a BOM before a comment', input: `${bom}:hi\n\n`, events: [], comments: ['hi'] },
  { name: 'a BOM before a field without colon', input: `${bom}data\n\n`, events: [{ data: '' }] },
  { name: 'a BOM before a retry field', input: `${bom}retry: 5\n`, events: [], retries: [5] },
  {
    name: 'a BOM before an id field',
    input: `${bom}id: 1\ndata: a\n\n`,
    events: [{ data: 'a', lastEventId: '1' }],
  },
  {
    name: 'a second BOM is part of the field name',
    input: `${bom}${bom}data: a\n\ndata: b\n\n`,
    events: [{ data: 'b' }],
  },
  {
    name: 'a second BOM before a colon makes it a field, not a comment',
    input: `${bom}${bom}:hi\n\n`,
    events: [],
  },
  {
    name: 'a BOM after a newline is part of the field name',
    input: `\n${bom}data: a\n\ndata: b\n\n`,
    events: [{ data: 'b' }],
  },
  {
    name: 'a BOM on the second line is part of the field name',
    input: `data: a\n${bom}data: b\n\n`,
    events: [{ data: 'a' }],
  },
  {
    name: 'a BOM at the start of a later event is part of the field name',
    input: `data: a\n\n${bom}data: b\n\ndata: c\n\n`,
    events: [{ data: 'a' }, { data: 'c' }],
  },
  {
    name: 'a BOM at the start of a later event, after one that was taken off',
    input: `${bom}data: a\n\n${bom}data: b\n\ndata: c\n\n`,
    events: [{ data: 'a' }, { data: 'c' }],
  },
  {
    name: 'a BOM on an otherwise empty line keeps the event open',
    input: `data: a\n${bom}\ndata: b\n\n`,
    events: [{ data: 'a\nb' }],
  },
  { name: 'a BOM in data is kept', input: `data: a${bom}b\n\n`, events: [{ data: `a${bom}b` }] },
  {
    name: 'a BOM at the start of data is kept',
    input: `data:${bom}a\n\n`,
    events: [{ data: `${bom}a` }],
  },
  { name: 'a BOM after the space is kept', input: `data: ${bom}\n\n`, events: [{ data: bom }] },
  {
    name: 'a BOM between colon and space saves the space',
    input: `data:${bom} a\n\n`,
    events: [{ data: `${bom} a` }],
  },
  {
    name: 'a BOM in an event type is kept',
    input: `event: ${bom}x\ndata: a\n\n`,
    events: [{ data: 'a', type: `${bom}x` }],
  },
  {
    name: 'a BOM in an id is kept',
    input: `id: ${bom}1\ndata: a\n\n`,
    events: [{ data: 'a', lastEventId: `${bom}1` }],
  },
  {
    name: 'a BOM in a comment is kept',
    input: `:${bom}x${bom}\n`,
    events: [],
    comments: [`${bom}x${bom}`],
  },
  { name: 'a BOM before the digits is no digit', input: `retry: ${bom}5\n`, events: [] },
  {
    name: 'a BOM before the colon is part of the field name',
    input: `data${bom}: a\n\n`,
    events: [],
  },
  {
    name: 'a BOM that ends a line is kept',
    input: `data: a${bom}\r\n\r\n`,
    events: [{ data: `a${bom}` }],
  },
  {
    name: 'two thirds of a BOM are a broken character',
    input: bytes(0xef, 0xbb, 'data: a\n\ndata: b\n\n'),
    events: [{ data: 'b' }],
  },
  {
    name: 'one third of a BOM is a broken character',
    input: bytes(0xef, 'data: a\n\ndata: b\n\n'),
    events: [{ data: 'b' }],
  },
  {
    name: 'two thirds of a BOM and then a whole one: none is at the start',
    input: bytes(0xef, 0xbb, 0xef, 0xbb, 0xbf, ':x\n'),
    events: [],
  },
  {
    name: 'a BOM after a broken byte is not at the start',
    input: bytes(0xff, '\n', 0xef, 0xbb, 0xbf, ':x\n'),
    events: [],
  },
  {
    name: 'U+FEFE shares two bytes with the BOM and is none',
    input: bytes(0xef, 0xbb, 0xbe, ':x\n'),
    events: [],
  },
  {
    name: 'U+FFFE is no BOM',
    input: '\ufffe:x\n:y\n',
    events: [],
    comments: ['y'],
  },
  {
    name: 'a UTF-16 BOM is two broken bytes',
    input: bytes(0xff, 0xfe, ':x\n:y\n'),
    events: [],
    comments: ['y'],
  },
  { name: 'a zero width space is no BOM', input: '\u200b:x\n:y\n', events: [], comments: ['y'] },
]
