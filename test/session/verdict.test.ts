// What follows an attempt: which error ends a source, and what that one keeps. How long is waited: reconnection-delay.test.ts.
import { expect, test, vi } from 'vitest'
import { EventSourceError, type FetchEventSourceInit } from '../../src/index.ts'
import { readOptions } from '../../src/session/options.ts'
import type { Decision } from '../../src/session/reconnection.ts'
import { type Case, checkedDecision, judge } from '../../src/session/verdict.ts'

const lost = new EventSourceError('network', 'The connection was lost', { attempt: 3 })

function after(init: FetchEventSourceInit, changes: Partial<Case> = {}, decision?: Decision) {
  const settings = readOptions(init)
  const it: Case = {
    ending: 'lost',
    error: lost,
    method: settings.method,
    failures: 0,
    lastEventId: '',
    reconnectionTime: 3000,
    isBodySent: false,
    ...changes,
  }
  return judge(settings, it, decision)
}

const post = { method: 'POST', body: 'text' }
const comesBack = { kind: 'reestablish' }
const fails = (error: EventSourceError) => ({ kind: 'close', reason: 'failed', error })
const failsWith = (code: string) => ({ kind: 'close', reason: 'failed', error: { code } })

test('a POST that was lost without an ID says that it is not repeated, and why it was lost', () => {
  const { error } = after(post) as { error: EventSourceError }
  expect(error).toMatchObject({ code: 'not-resumable', attempt: 3, cause: lost })
  expect(error.message).toMatch(
    /^not-resumable: The connection was lost; without a last event ID, a POST is not repeated/,
  )
})

test.for<[string, Partial<Case>, FetchEventSourceInit, Decision?]>([
  ['refused', { ending: 'refused' }, post],
  ['ended in a way that would repeat itself', { ending: 'failed' }, post],
  ['not to come back as its caller decides', {}, post, false],
  [
    'cut within an event',
    { error: new EventSourceError('incomplete', 'The response ended too soon') },
    post,
  ],
  ['not to come back at all', {}, { ...post, reconnect: false }],
  ['a GET that is not to come back', {}, { reconnect: false }],
])('what is %s keeps its own error', (row) => {
  const [, changes, init, decision] = row
  expect(after(init, changes, decision)).toEqual(fails(changes.error ?? lost))
})

test('a POST that ended is closed; one that was lost with an ID, or not sent, comes back', () => {
  expect(after(post, { ending: 'ended' })).toEqual({ kind: 'close', reason: 'ended' })
  expect(after(post, { lastEventId: '7' })).toMatchObject(comesBack)
  expect(after(post, { ending: 'unsent' })).toMatchObject(comesBack)
  expect(after({})).toMatchObject(comesBack)
})

test('a stream that was sent cannot be sent again, unless request gives another', () => {
  const body = new ReadableStream()
  const init = { method: 'POST', body }
  const sent = { lastEventId: '7', isBodySent: true }
  expect(after(init, sent)).toMatchObject(failsWith('body-not-replayable'))
  const { error } = after(init, sent) as { error: EventSourceError }
  expect(error).toMatchObject({ attempt: 3, cause: lost })
  expect(error.message).toMatch(/^body-not-replayable: The connection was lost; the body is a/)
  expect(after({ ...init, request: () => ({}) }, sent)).toMatchObject(comesBack)
  expect(after(init, { ...sent, isBodySent: false })).toMatchObject(comesBack)
  expect(after({ ...init, body: 'text' }, sent)).toMatchObject(comesBack)
})

test('the last of so many bad attempts says so', () => {
  const init = { reconnect: { maxAttempts: 2 } }
  expect(after(init, { failures: 1 })).toMatchObject(comesBack)
  const { error } = after(init, { failures: 2 }) as { error: EventSourceError }
  expect(error).toMatchObject({ code: 'too-many-attempts', attempt: 3, cause: lost })
  expect(error.message).toContain('The connection was lost; that was bad attempt 2 in a row')
})

test('a number that the caller decides is waited, whatever Retry-After says', () => {
  const error = new EventSourceError('http-status', 'refused', { status: 503, retryAfter: 9000 })
  const init = { reconnect: { statuses: [503] } }
  expect(after(init, { ending: 'refused', error }, 5)).toEqual({
    kind: 'reestablish',
    dueIn: 5,
    notBefore: 0,
  })
  expect(after(init, { ending: 'refused', error })).toEqual({
    kind: 'reestablish',
    dueIn: 3000,
    notBefore: 9000,
  })
})

test.for([undefined, true, false, 0, 7, Infinity])('%s is an answer of decide', (given) => {
  const reportError = vi.fn()
  vi.stubGlobal('reportError', reportError)
  expect(checkedDecision(given)).toBe(given)
  vi.unstubAllGlobals()
  expect(reportError).not.toHaveBeenCalled()
})

test.for([null, '7', 7n, -1, NaN, {}])('%s is none, which is reported', (given) => {
  const reportError = vi.fn()
  vi.stubGlobal('reportError', reportError)
  expect(checkedDecision(given)).toBeUndefined()
  vi.unstubAllGlobals()
  expect(reportError).toHaveBeenCalledExactlyOnceWith(
    expect.objectContaining({ message: expect.stringContaining('reconnect.decide: expected') }),
  )
})
