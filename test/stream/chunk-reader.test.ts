import { expect, test, vi } from 'vitest'
import { cancelBody, readChunks } from '../../src/stream/chunks.ts'

const iterable = (own: object) => ({
  [Symbol.asyncIterator]: () => ({ next: () => Promise.resolve({ value: 'a' }), ...own }),
})

test('an iterable that is given up is told so by return()', async () => {
  const end = vi.fn<() => void>()
  const reader = readChunks(iterable({ return: end }))
  expect(await reader.read()).toEqual({ value: 'a' })
  reader.cancel()
  expect(end).toHaveBeenCalledOnce()
})

test('one that has no return() is given up as well', () => {
  expect(() => readChunks(iterable({})).cancel()).not.toThrow()
})

test('a Node stream that is given up is destroyed, not told by return(), which would wait for a chunk', () => {
  const destroy = vi.fn<() => void>()
  const end = vi.fn<() => void>()
  readChunks({ ...iterable({ return: end }), destroy }).cancel()
  cancelBody({ destroy, cancel: end })
  expect(destroy).toHaveBeenCalledTimes(2)
  expect(end).not.toHaveBeenCalled()
})

test('a body that no one reads is cancelled, if it can be; whatever it is, nothing is thrown', () => {
  const cancel = vi.fn<() => void>()
  cancelBody({ cancel })
  expect(cancel).toHaveBeenCalledOnce()
  const failing = () => {
    throw new Error('cannot')
  }
  for (const body of [null, undefined, 'text', {}, { cancel: failing }, { destroy: failing }])
    expect(() => cancelBody(body)).not.toThrow()
})
