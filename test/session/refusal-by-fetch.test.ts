// Which failures of fetch are mistakes of the caller, and no loss of a connection.
import { expect, test, vi } from 'vitest'
import { EventSourceError } from '../../src/index.ts'
import { refusalByFetch } from '../../src/session/request.ts'

const url = 'https://example.com/events'
const init = { method: 'GET', headers: {}, signal: new AbortController().signal }
const cause = new TypeError('Failed to fetch https://example.com/?token=secret')

test('a refusal is said by what a Request refuses too, with its cause and without what is secret', () => {
  const error = refusalByFetch(cause, url, { ...init, method: 'TRACE' })!
  expect(error).toMatchObject({ code: 'request', cause })
  expect(error.message).toContain('fetch refuses the request: Failed to fetch')
  expect(error.message).not.toContain('secret')
})

test('there is none where a Request takes it, or is missing', () => {
  expect(refusalByFetch(cause, url, init)).toBeUndefined()
  vi.stubGlobal('Request', undefined)
  expect(refusalByFetch(cause, url, { ...init, method: 'TRACE' })).toBeUndefined()
  vi.unstubAllGlobals()
})

test('there is none where fetch throws anything but a TypeError, or is the caller’s own', () => {
  const bad = { ...init, method: 'TRACE' }
  expect(refusalByFetch(new Error('a bug'), url, bad)).toBeUndefined()
  expect(refusalByFetch(cause, url, undefined)).toBeUndefined()
  expect(refusalByFetch({ code: 'request' }, url, bad)).toBeUndefined()
})

test('there is one where a fetch of the caller says so', () => {
  const said = new EventSourceError('request', 'no such topic')
  expect(refusalByFetch(said, url, undefined)).toBe(said)
  expect(refusalByFetch(new EventSourceError('network', 'lost'), url, undefined)).toBeUndefined()
})
