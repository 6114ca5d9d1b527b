import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { Countdown } from '../../src/session/countdown.ts'
import { Wait } from '../../src/session/wait.ts'
import { openSource } from '../setup/fake-fetch.ts'

beforeEach(() => {
  vi.useFakeTimers()
})

afterEach(() => {
  expect(vi.getTimerCount()).toBe(0)
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

/** Begins a wait, and tells whether it is over. */
function startWait(wait: Wait, milliseconds: number) {
  const state = { isOver: false }
  void wait.for(milliseconds, 0).then(() => (state.isOver = true))
  return state
}

describe('a wait', () => {
  test('ends when its time is over', async () => {
    const state = startWait(new Wait(), 1000)
    await vi.advanceTimersByTimeAsync(999)
    expect(state.isOver).toBe(false)
    await vi.advanceTimersByTimeAsync(1)
    expect(state.isOver).toBe(true)
  })

  test('ends when it is skipped', async () => {
    const wait = new Wait()
    const state = startWait(wait, 1000)
    wait.skip()
    await vi.advanceTimersByTimeAsync(0)
    expect(state.isOver).toBe(true)
  })

  test('is none, if it was skipped before it began', async () => {
    const wait = new Wait()
    wait.skip()
    const state = startWait(wait, 1000)
    await vi.advanceTimersByTimeAsync(0)
    expect(state.isOver).toBe(true)
  })

  test('does not end while it is held, and ends at once when it is released', async () => {
    const wait = new Wait()
    wait.hold()
    const state = startWait(wait, 1000)
    await vi.advanceTimersByTimeAsync(60_000)
    expect(state.isOver).toBe(false)
    wait.release()
    await vi.advanceTimersByTimeAsync(0)
    expect(state.isOver).toBe(true)
  })

  test('ends when it is skipped, though it is held', async () => {
    const wait = new Wait()
    wait.hold()
    const state = startWait(wait, 1000)
    wait.skip()
    await vi.advanceTimersByTimeAsync(0)
    expect(state.isOver).toBe(true)
    expect(wait.isHeld).toBe(false)
  })
})

describe('a countdown', () => {
  test('runs once when its time is over', () => {
    const run = vi.fn()
    new Countdown(1000, run).restart()
    vi.advanceTimersByTime(999)
    expect(run).not.toHaveBeenCalled()
    vi.advanceTimersByTime(60_000)
    expect(run).toHaveBeenCalledOnce()
  })

  test('begins anew at each restart', () => {
    const run = vi.fn()
    const countdown = new Countdown(1000, run)
    for (let times = 0; times < 10; times++) {
      countdown.restart()
      vi.advanceTimersByTime(999)
    }
    expect(run).not.toHaveBeenCalled()
    vi.advanceTimersByTime(1)
    expect(run).toHaveBeenCalledOnce()
  })

  test('does not run once it is stopped', () => {
    const run = vi.fn()
    const countdown = new Countdown(1000, run)
    countdown.stop()
    countdown.restart()
    countdown.stop()
    vi.advanceTimersByTime(60_000)
    expect(run).not.toHaveBeenCalled()
  })

  test('is none, where there is no limit', async () => {
    const { server, source } = openSource()
    ;(await server.next()).open('data: a\n\n')
    await vi.advanceTimersByTimeAsync(0)
    expect(source.readyState).toBe(1)
    expect(vi.getTimerCount()).toBe(0)
    source.close()
  })
})
