import { expect, test } from 'vitest'
import { Utf8Decoder } from '../../src/stream/utf8.ts'

const bytes = (text: string) => new TextEncoder().encode(text)

test.for(['a', 'é', '中', '🙂'])('%s that is whole is not held back', (text) => {
  expect(new Utf8Decoder().decode(bytes(`ab${text}`))).toBe(`ab${text}`)
})

test('a BOM is text, in any chunk: it is for the parser to strip', () => {
  const decoder = new Utf8Decoder()
  expect(decoder.decode(bytes('\uFEFF\uFEFFa'))).toBe('\uFEFF\uFEFFa')
  expect(decoder.decode(bytes('\uFEFFb'))).toBe('\uFEFFb')
})

test('text after a character that was cut ends that', () => {
  const decoder = new Utf8Decoder()
  expect(decoder.decode(bytes('🙂').subarray(0, 3))).toBe('')
  expect(decoder.decode('')).toBe('')
  expect(decoder.decode('a')).toBe('\uFFFDa')
  expect(decoder.flush()).toBe('')
})
