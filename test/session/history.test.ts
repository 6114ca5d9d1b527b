// What a session remembers of its attempts, and when the next one may be.
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { EventSourceError } from '../../src/index.ts'
import type { Connection } from '../../src/session/connection.ts'
import { History } from '../../src/session/history.ts'
import { readOptions } from '../../src/session/options.ts'

beforeEach(() => {
  vi.useFakeTimers()
})

afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

function remember(reconnect: object = {}): History {
  return new History(readOptions({ reconnect }).reconnect)
}

function end(history: History, connection: Partial<Connection>, status?: number, canAsk = false) {
  return history.end(
    { events: 0, openedAt: undefined, ...connection } as Connection,
    { status } as EventSourceError,
    canAsk,
  )
}

test('bad attempts are counted until one stood, or an event came', () => {
  const history = remember({ stableAfter: 1000 })
  const failures = [
    {},
    { openedAt: performance.now() - 999 },
    { openedAt: performance.now() - 1000 },
    {},
    { events: 1 },
  ].map((connection) => {
    history.begin(false)
    end(history, connection)
    return history.failures
  })
  expect(failures).toEqual([1, 2, 0, 1, 0])
  expect(history.attempts).toBe(5)
})

test('a refused attempt is bad also where a connection need not have stood', () => {
  const history = remember({ stableAfter: 0 })
  vi.spyOn(performance, 'now').mockReturnValue(0)
  end(history, {})
  expect(history.failures).toBe(1)
})

test("an attempt that the network's return brought about says nothing of the server", () => {
  const history = remember()
  history.begin(true)
  end(history, {})
  expect(history.failures).toBe(0)
  history.begin(false)
  end(history, {})
  expect(history.failures).toBe(1)
})

test('a 401 asks once more, where there is someone to ask', () => {
  const history = remember()
  expect(end(history, {}, 401, false)).toBe(false)
  expect(end(history, {}, 403, true)).toBe(false)
  expect([1, 2, 3].map(() => end(history, {}, 401, true))).toEqual([true, false, true])
})

/** How long the 30th attempt waits, with all credit used up. */
function owed(history: History, dueIn: number, isGood: boolean): number {
  for (let times = 0; times < 29; times++) history.deadlines(dueIn, 0, isGood)
  return history.deadlines(dueIn, 0, isGood).notBefore
}

test('a server may ask for a storm, with retry: 0 and an event each time, and no one else', () => {
  const asked = remember({ delay: 0 })
  asked.setReconnectionTime(0)
  expect(owed(asked, 0, true)).toBe(0)
  expect(owed(asked, 0, false)).toBeGreaterThan(0)
  expect(owed(remember({ delay: 0 }), 0, true)).toBeGreaterThan(0)
  const slow = remember()
  slow.setReconnectionTime(1)
  expect(owed(slow, 1, true)).toBeGreaterThan(0)
})

test("when the server's own time is later, it counts", () => {
  expect(remember().deadlines(0, 5000, false)).toMatchObject({ dueIn: 0, notBefore: 5000 })
})

test.for([
  [{}, 500],
  [{ spread: 10_000 }, 5000],
])('with %j the network brings an attempt about within that time, by chance', ([options, wait]) => {
  vi.spyOn(Math, 'random').mockReturnValue(0.5)
  expect(
    remember(options as object)
      .deadlines(60_000, 0, false)
      .dueAfterOnline(),
  ).toBe(wait)
})

test('a network that comes and goes brings no attempt about before the reconnection time is over', () => {
  vi.spyOn(Math, 'random').mockReturnValue(0.5)
  for (const options of [{ delay: 3000 }, { delay: 0, minDelay: 3000 }]) {
    const history = remember(options)
    vi.advanceTimersByTime(100_000)
    history.begin(true)
    vi.advanceTimersByTime(1000)
    expect(history.deadlines(60_000, 0, false).dueAfterOnline()).toBe(2000)
    vi.advanceTimersByTime(1800)
    expect(history.deadlines(60_000, 0, false).dueAfterOnline()).toBe(500)
  }
})
