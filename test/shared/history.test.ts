import { expect, test } from 'vitest'
import { History } from '../../src/shared/history.ts'
import { type Entry, RING_LIMITS } from '../../src/shared/ring.ts'

const event = (number: number) => ({
  type: 'message',
  data: `${number}`,
  lastEventId: `${number}`,
  origin: '',
})
const entry = (number: number): Entry => ({ ...event(number), epoch: 2 })
const numbers = (entries: Entry[] | undefined) => entries?.map(({ data }) => Number(data))

/** A tab that has come to event 3, and reads on by itself: the line of the new leader has the events 5 to 7 only. */
function apart(): History {
  const history = new History(RING_LIMITS)
  history.begin({ epoch: 1, sequence: 3, lastEventId: '3' })
  history.lose(2)
  const since = { epoch: 2, sequence: 4, lastEventId: '4' }
  history.settle({ found: 'nowhere', since, entries: [] })
  expect(history.take({ since, entries: [5, 6, 7].map(entry) })).toEqual([])
  expect(history.isApart).toBe(true)
  return history
}

test('an instance of a tab that reads on by itself is given nothing of the line, which comes that way once more', () => {
  const history = apart()
  expect(history.replay({ lastEventId: '5' })).toBeUndefined()
  expect(history.replay({ count: 2 })).toBeUndefined()
  expect(history.replay({ sequence: 5 })).toBeUndefined()
})

test('one that is just where that tab is goes on with it', () => {
  const history = apart()
  expect(history.replay({ lastEventId: '3' })).toEqual([])
})

test('when it has met the line, an instance is given what is there', () => {
  const history = apart()
  expect(numbers(history.readApart(event(4)))).toEqual([5, 6, 7])
  expect(numbers(history.replay({ lastEventId: '5' }))).toEqual([6, 7])
  expect(numbers(history.replay({ count: 2 }))).toEqual([6, 7])
})
