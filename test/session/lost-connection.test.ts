import { expect, test } from 'vitest'
import { lostConnection } from '../../src/session/lost-connection.ts'

test('what was lost, and why, is said, with what Node hides in the cause', () => {
  const cause = new TypeError('fetch failed', { cause: new Error('ECONNRESET') })
  const failed = lostConnection('failed', cause)
  expect(failed.message).toBe('network: The connection failed: fetch failed (ECONNRESET)')
  expect(failed).toMatchObject({ code: 'network', cause })
  expect(lostConnection('was lost', new TypeError('reset')).message).toBe(
    'network: The connection was lost: reset',
  )
})

test('what is no error is told, and kept, as it was thrown', () => {
  expect(lostConnection('failed', 'no route')).toMatchObject({
    message: 'network: The connection failed: no route',
    cause: 'no route',
  })
})

test('where the header of the last event ID may be to blame, what to do is said', () => {
  expect(lostConnection('failed', new TypeError('Failed to fetch'), true).message).toMatch(
    /Failed to fetch;.*Last-Event-ID.*lastEventIdParam/,
  )
})

const leaky: [string, Error][] = [
  ['in its message', new TypeError('at https://example.com/?key=sesame')],
  [
    'in the message of its cause',
    new TypeError('failed', { cause: new Error('at https://example.com/?key=sesame') }),
  ],
  [
    'in the message of the cause of its cause',
    new TypeError('failed', {
      cause: new Error('lost', { cause: new Error('at https://example.com/?key=sesame') }),
    }),
  ],
  [
    'in a property',
    Object.assign(new Error('failed'), { path: 'https://example.com/?key=sesame' }),
  ],
]

test.for(leaky)('an error with a query %s is not passed on, what it says is', ([, cause]) => {
  const error = lostConnection('failed', cause)
  expect(error.cause).toBeInstanceOf(TypeError)
  expect(error.cause).not.toBe(cause)
  expect(Object.keys(error.cause as object)).toEqual([])
  expect((error.cause as Error).cause).toBeUndefined()
  expect(error.message).toBe(`network: The connection failed: ${(error.cause as Error).message}`)
  expect(error.message).not.toContain('sesame')
  expect(error.message).toMatch(/: (?:failed|at https:\/\/example\.com\/$)/)
})
