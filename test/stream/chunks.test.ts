import { Buffer } from 'node:buffer'
import { runInNewContext } from 'node:vm'
import { describe, expect, test } from 'vitest'
import { bytes, toBytes } from '../setup/bytes.ts'
import type { Chunk } from '../setup/cuts.ts'
import { createRecorder, dataOf, readInChunks } from '../setup/recording.ts'

describe('bytes and strings in one stream', () => {
  test.each<[string, Chunk[], string]>([
    ['a string after bytes', [bytes('data: a'), 'b\n\n'], 'ab'],
    ['bytes after a string', ['data: a', bytes('b\n\n')], 'ab'],
    [
      'a string after half a character: the half is lost',
      [bytes('data: ', 0xe2, 0x82), 'x\n\n'],
      '\ufffdx',
    ],
    ['a string of newlines after half a character', [bytes('data: a', 0xf0), '\n\n'], 'a\ufffd'],
    [
      'an empty string within a character changes nothing',
      [bytes('data: ', 0xe2), '', bytes(0x82, 0xac, '\n\n')],
      '€',
    ],
    [
      'no bytes within a character change nothing',
      [bytes('data: ', 0xe2), bytes(), bytes(0x82, 0xac, '\n\n')],
      '€',
    ],
    [
      'no bytes within a surrogate pair change nothing',
      ['data: \ud83d', bytes(), '\ude42\n\n'],
      '🙂',
    ],
    [
      'continuation bytes after a string are lone',
      [bytes('data: ', 0xe2), 'x', bytes(0x82, '\n\n')],
      '\ufffdx\ufffd',
    ],
    ['a BOM in a string', ['\ufeffdata: a\n\n'], 'a'],
    ['a BOM in bytes after empty chunks', ['', bytes(), bytes('\ufeffdata: a\n\n')], 'a'],
    ['CR in bytes, LF in a string', [bytes('data: a\r'), '\ndata: b\n\n'], 'a\nb'],
    ['CR in a string, LF in bytes', ['data: a\r', bytes('\ndata: b\n\n')], 'a\nb'],
  ])('%s', (_name, chunks, data) => {
    expect(dataOf(readInChunks(chunks).steps)).toEqual([data])
  })
})

describe('what a chunk may be', () => {
  test('a view into a larger buffer', () => {
    const buffer = bytes('data: x\n\ndata: a\n\ndata: y\n\n').subarray(9, 18)
    expect(dataOf(readInChunks([buffer]).steps)).toEqual(['a'])
  })

  test('a Buffer', () => {
    const pooled = Buffer.from('data: é\n\n')
    expect(dataOf(readInChunks([pooled.subarray(0, 7), pooled.subarray(7)]).steps)).toEqual(['é'])
  })

  test('a Uint8Array of another realm', () => {
    const foreign: Uint8Array = runInNewContext(`Uint8Array.from([${bytes('data: a\n\n').join()}])`)
    expect(foreign).not.toBeInstanceOf(Uint8Array)
    expect(dataOf(readInChunks([foreign]).steps)).toEqual(['a'])
  })

  test('a buffer that is used again once feed has returned', () => {
    const { parser, steps } = createRecorder()
    const buffer = new Uint8Array(1)
    for (const byte of toBytes('id: é\nevent: 中\ndata: 🙂\ndata: é\n\n')) {
      buffer[0] = byte
      parser.feed(buffer)
      buffer[0] = 0xff
    }
    expect(steps).toEqual([['event', { type: '中', data: '🙂\né', lastEventId: 'é', origin: '' }]])
  })

  test.each<[string, unknown]>([
    ['undefined', undefined],
    ['null', null],
    ['a number', 1],
    ['a boolean', true],
    ['an object', {}],
    ['an array of bytes', [100, 97, 116, 97]],
    ['a function', () => {}],
    ['a symbol', Symbol('chunk')],
    ['an ArrayBuffer', new ArrayBuffer(4)],
    ['a DataView', new DataView(new ArrayBuffer(4))],
    ['a Uint16Array', new Uint16Array(4)],
    ['a String object', Object('data')],
  ])(
    '%s is refused with a TypeError that says what is expected, and changes nothing',
    (_name, chunk) => {
      const { parser, steps } = createRecorder()
      parser.feed(bytes('data: ', 0xe2))
      expect(() => parser.feed(chunk as string)).toThrow(TypeError)
      expect(() => parser.feed(chunk as string)).toThrow(/expected.*Uint8Array.*string/)
      parser.feed(bytes(0x82, 0xac, '\n\n'))
      expect(dataOf(steps)).toEqual(['€'])
    },
  )
})

test('a retry of more digits than a number holds is a very long time, not NaN', () => {
  const { steps } = readInChunks([`retry: ${'9'.repeat(400)}\n`])
  expect(steps).toEqual([['retry', expect.any(Number)]])
  expect(steps[0]![1]).toBeGreaterThan(2 ** 31 - 1)
})
