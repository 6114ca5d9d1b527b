// What the parser keeps from one chunk to the next, and how it tells the fields of a block.
import { expect, test } from 'vitest'
import { IncrementalParser } from '../../src/stream/incremental-parser.ts'
import { SHORT_CHUNK } from '../../src/stream/pending-text.ts'

/** Reads chunks, and tells what was called, in order. */
function read(chunks: string[], maxEventSize?: number) {
  const calls: unknown[] = []
  const parser = new IncrementalParser({
    maxEventSize,
    onEvent: ({ type, data, lastEventId }) => calls.push([type, data, lastEventId]),
    onField: (name, value) => calls.push(`${name}=${value}`),
    onNoData: () => calls.push('no data'),
  })
  for (const chunk of chunks) parser.feed(chunk)
  return { parser, calls }
}

test('fields are told by their names as their lines are read, and blocks without data at their ends', () => {
  const block = 'event: a\nid: 1\nid\ndata: x\n\nid: 2\n\n'
  const expected = ['event=a', 'id=1', 'id=', ['a', 'x', ''], 'id=2', 'no data']
  expect(read([block]).calls).toEqual(expected)
  expect(read(Array.from(block)).calls).toEqual(expected)
})

test('an ID with NULL is told to no one, wherever in the chunk it stands', () => {
  const { calls, parser } = read(['id: 1\nid: 2\0\nid: 3\nid: \0\n\n'])
  expect(calls).toEqual(['id=1', 'id=3', 'no data'])
  expect(parser.lastEventId).toBe('3')
})

// A comment makes a chunk a long one, of which nothing is to be kept alive.
const comment = `:${'x'.repeat(4 * SHORT_CHUNK)}\n`

test.for(['', comment])('an ID counts from the blank line on, not before', (filler) => {
  const { parser, calls } = read([`id: 1\n\n${filler}`, `event: b\nid: 2\n${filler}`])
  expect(parser.lastEventId).toBe('1')
  parser.feed(`data: x\n${filler}`)
  expect(parser.lastEventId).toBe('1')
  parser.feed('\n')
  expect(parser.lastEventId).toBe('2')
  expect(calls.at(-1)).toEqual(['b', 'x', '2'])
})

test.for(['', comment])('a line is cut anywhere, in a chunk of any length', (filler) => {
  for (const cut of [1, 4, 5, 6, 9]) {
    const line = 'data: abcd\n'
    const { calls } = read([`${filler}${line}${line.slice(0, cut)}`, `${line.slice(cut)}\n`])
    expect(calls).toEqual([['message', 'abcd\nabcd', '']])
  }
})

test('after reset the CR that came last does not swallow an LF', () => {
  const { parser, calls } = read(['id: 1\r'])
  parser.reset()
  parser.feed('\n')
  expect(calls).toEqual(['id=1', 'no data'])
})

test('a limit of 0 is one, and anything below is an error', () => {
  expect(() => read(['\n'], 0)).not.toThrow()
  expect(() => read(['a'], 0)).toThrow('An event is over 0 UTF-16 units')
  expect(() => read([], -1)).toThrow('maxEventSize: expected a number from 0 on')
})

test('each event is measured by itself, however many a chunk has', () => {
  const event = 'id: 1\ndata: a\n\n'
  expect(read([event.repeat(100)], 13).calls).toHaveLength(200)
  expect(() => read([event.repeat(100)], 7)).toThrow('An event is over 7')
})

test('all that is pending counts: type, the ID that is new, data, and the line that is cut', () => {
  const pending = ['event: aa\n', 'id: bb\n', 'data: ccc\n', 'data: ddd\n', 'eeeeeeeee']
  const size = 2 + 2 + 4 + 4 + 9
  expect(() => read(pending, size)).not.toThrow()
  expect(() => read([pending.join('')], size)).not.toThrow()
  expect(() => read(pending, size - 1)).toThrow(`An event is over ${size - 1}`)
  expect(() => read([pending.join('')], size - 1)).toThrow(`An event is over ${size - 1}`)
  // Confirmed, the ID does not count any more, but for another one.
  expect(() => read(['id: dd\n\n', 'id: dd\n', 'x'.repeat(7)], 7)).not.toThrow()
  expect(() => read(['id: dd\n\n', 'id: ee\n', 'x'.repeat(6)], 7)).toThrow('An event is over 7')
})
