import { expect, test } from 'vitest'
import type { EventSourceError, FetchEventSourceInit } from '../../src/index.ts'
import { readSharedOptions } from '../../src/shared/shared-options.ts'
import { SharedSubscription } from '../../src/shared/shared-subscription.ts'

/** Gives a tab's instance an event of the third attempt, and what it makes of it. */
function errorsOf(init: FetchEventSourceInit, data: string): EventSourceError[] {
  const errors: EventSourceError[] = []
  const note = (error: EventSourceError | undefined) => error && errors.push(error)
  const subscription = new SharedSubscription('https://example.com/', readSharedOptions(init), {
    opened() {},
    received() {},
    lost: note,
    invalid: note,
    closed: (_, error) => note(error),
  })
  subscription.opened({ turn: 1, isOpen: true, attempt: 3, resumedFrom: '', openedAfter: 0 })
  subscription.receive({ type: 'message', data, lastEventId: '', origin: 'https://example.com' })
  return errors
}

const parse = (data: string): unknown => JSON.parse(data)

test('what parse refuses has the number of the attempt that brought it, in every tab', () => {
  expect(errorsOf({ parse }, '{')).toMatchObject([{ code: 'invalid-data', attempt: 3 }])
})

test('so has what onInvalid gets', () => {
  const told: EventSourceError[] = []
  expect(errorsOf({ parse, onInvalid: (error) => void told.push(error) }, '{')).toEqual([])
  expect(told).toMatchObject([{ code: 'invalid-data', attempt: 3 }])
})

test('so has an event that is too large for one of them', () => {
  expect(errorsOf({ maxEventSize: 2 }, 'large')).toMatchObject([
    { code: 'event-too-large', attempt: 3 },
  ])
})
