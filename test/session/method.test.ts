import { expect, test } from 'vitest'
import { isBodyless, readMethod } from '../../src/session/request.ts'

test.for(['get', 'head', 'Post', 'pUT', 'delete', 'options'])(
  'method %s is normalized',
  (method) => {
    expect(readMethod(method)).toBe(method.toUpperCase())
  },
)

test.for(['patch', 'query', 'gets', 'aget', 'a!#$%&*+.^`|~-b'])('method %s is left', (method) => {
  expect(readMethod(method)).toBe(method)
})

test.for(['', 'GE T', ' GET', 'GET ', 'GET\n', 'GÉT', 1, null])('%j is no method', (method) => {
  expect(() => readMethod(method)).toThrow('method: expected a method such as POST')
})

test('GET and HEAD have no body', () => {
  expect(['GET', 'HEAD', 'POST', 'get'].map(isBodyless)).toEqual([true, true, false, false])
})
