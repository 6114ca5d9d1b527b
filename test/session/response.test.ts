// Which responses are event streams, and what the error of another one says.
import { afterEach, expect, test, vi } from 'vitest'
import type { FetchLikeResponse } from '../../src/index.ts'
import { discard, refuse } from '../../src/session/response.ts'
import { accepted, refused } from '../faces/cases/content-type.ts'

afterEach(() => {
  vi.unstubAllGlobals()
})

function response(status: number, headers: Record<string, string> = {}): FetchLikeResponse {
  return { status, url: 'https://example.com/', headers: new Headers(headers), body: null }
}

const eventStream = { 'content-type': 'text/event-stream' }

test.for(accepted)('%s is an event stream', (type) => {
  expect(refuse(response(200, { 'content-type': type }))).toBeUndefined()
})

test.for([...refused, 'text/event-stream"x"', 'x text/event-stream'])(
  '%s is none, and the error says so',
  (type) => {
    const answer = response(200, { 'content-type': type })
    const error = refuse(answer)!
    expect(error).toMatchObject({ code: 'content-type', status: 200, contentType: type })
    expect(error.response).toBe(answer)
    expect(error.message).toContain(`with content type '${type}', expected 'text/event-stream'`)
  },
)

test('a wildcard says nothing of the type before it', () => {
  const type = 'text/event-stream, */*'
  expect(refuse(response(200, { 'content-type': type }))).toBeUndefined()
})

test('without a content type the error says that, and has none', () => {
  const error = refuse(response(200))!
  expect(error.code).toBe('content-type')
  expect(error.message).toContain('without a content type')
  expect(error).not.toHaveProperty('contentType')
  expect(error).not.toHaveProperty('retryAfter')
})

test('another status is refused with all that it says', () => {
  const error = refuse(response(503, { ...eventStream, 'retry-after': '7' }))!
  expect(error).toMatchObject({
    code: 'http-status',
    status: 503,
    contentType: 'text/event-stream',
    retryAfter: 7000,
  })
  expect(error.message).toMatch(/status 503, expected 200/)
  expect(refuse(response(503))).not.toHaveProperty('retryAfter')
})

test('Retry-After counts where the status is not 200, and not with an answer that is only of another type', () => {
  expect(refuse(response(200, { 'retry-after': '7' }))).not.toHaveProperty('retryAfter')
})

test('accept decides of any status but 204', () => {
  const accept = vi.fn(() => true)
  expect(refuse(response(500), accept)).toBeUndefined()
  expect(accept).toHaveBeenCalledOnce()
  expect(refuse(response(204, eventStream), accept)).toMatchObject({ code: 'http-status' })
  expect(accept).toHaveBeenCalledOnce()
})

test('what accept refuses in spite of its type, it is said to have refused', () => {
  const error = refuse(response(200, eventStream), () => false)!
  expect(error.code).toBe('content-type')
  expect(error.message).toContain('refused by accept')
})

test.for<[string, () => unknown]>([
  [
    'throws',
    () => {
      throw new Error('mine')
    },
  ],
  ['gives a promise', async () => true],
  ['gives nothing', () => undefined],
])('an accept that %s is reported, and the standard decides', ([, accept]) => {
  const reportError = vi.fn()
  vi.stubGlobal('reportError', reportError)
  expect(refuse(response(200, eventStream), accept as () => boolean)).toBeUndefined()
  expect(refuse(response(201, eventStream), accept as () => boolean)).toMatchObject({ status: 201 })
  expect(reportError).toHaveBeenCalledTimes(2)
  expect(String(reportError.mock.calls[0])).toMatch(/mine|accept: expected true or false, at once/)
})

test('a body is given up unless someone reads it', () => {
  const cancel = vi.fn()
  const withBody = (rest: object) => ({ ...response(500), ...rest }) as FetchLikeResponse
  expect(discard(withBody({ body: { locked: true, cancel } }))).toBe(false)
  expect(discard(withBody({ body: { cancel }, bodyUsed: true }))).toBe(false)
  expect(cancel).not.toHaveBeenCalled()
  expect(discard(withBody({ body: { locked: false, cancel }, bodyUsed: false }))).toBe(true)
  expect(cancel).toHaveBeenCalledOnce()
  expect(discard(undefined)).toBe(true)
})
