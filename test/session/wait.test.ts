import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { Countdown } from '../../src/session/countdown.ts'
import { AT_ONCE, Wait } from '../../src/session/wait.ts'
import { openSource } from '../setup/fake-fetch.ts'
import { stubNetwork } from '../setup/stub-globals.ts'

beforeEach(() => {
  vi.useFakeTimers()
})

afterEach(() => {
  expect(vi.getTimerCount()).toBe(0)
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

/** A wait, and whether it is over. */
function startWait(dueIn: number, { notBefore = 0, isHeld = false, afterOnline = 0 } = {}) {
  const wait = new Wait({ dueIn, notBefore, dueAfterOnline: () => afterOnline }, isHeld)
  const state = { wait, isOver: false }
  void wait.over.then(() => (state.isOver = true))
  return state
}

async function pass(milliseconds: number): Promise<void> {
  await vi.advanceTimersByTimeAsync(milliseconds)
}

describe('a wait', () => {
  test('ends when its time is over', async () => {
    const state = startWait(1000)
    await pass(999)
    expect(state.isOver).toBe(false)
    await pass(1)
    expect(state.isOver).toBe(true)
  })

  test('does not end before the time that the server has asked for', async () => {
    const state = startWait(1000, { notBefore: 5000 })
    await pass(4999)
    expect(state.isOver).toBe(false)
    await pass(1)
    expect(state.isOver).toBe(true)
  })

  test('ends when it is skipped, also while it is held', async () => {
    for (const isHeld of [false, true]) {
      const state = startWait(1000, { isHeld })
      state.wait.skip()
      await pass(0)
      expect(state.isOver).toBe(true)
    }
  })

  test('does not end while it is held; its time goes on, and released later it is over', async () => {
    const state = startWait(1000, { isHeld: true })
    await pass(60_000)
    expect(state.isOver).toBe(false)
    state.wait.release()
    await pass(0)
    expect(state.isOver).toBe(true)
  })

  test('released before its time is over, it goes on to its end, however often it is held', async () => {
    const state = startWait(60_000)
    for (let times = 0; times < 20; times++) {
      state.wait.hold()
      await pass(1000)
      state.wait.release()
      await pass(1000)
    }
    await pass(19_999)
    expect(state.isOver).toBe(false)
    await pass(1)
    expect(state.isOver).toBe(true)
  })

  test('is brought forward by the network, though not before the time that the server has asked for', async () => {
    const network = stubNetwork(true)
    const state = startWait(60_000, { afterOnline: 500 })
    const asked = startWait(60_000, { afterOnline: 500, notBefore: 30_000 })
    await pass(1000)
    network.goOnline()
    await pass(499)
    expect(state.isOver).toBe(false)
    await pass(1)
    expect(state).toMatchObject({ isOver: true, wait: { isEarly: true } })
    await pass(28_499)
    expect(asked.isOver).toBe(false)
    await pass(1)
    expect(asked.isOver).toBe(true)
  })

  test('that is only held ends when it is released, whatever the network does', async () => {
    const network = stubNetwork(true)
    const wait = new Wait(AT_ONCE, true)
    const over = vi.fn()
    void wait.over.then(over)
    network.goOnline()
    await pass(60_000)
    expect(over).not.toHaveBeenCalled()
    wait.release()
    await pass(0)
    expect(over).toHaveBeenCalledOnce()
  })

  test('is not early where the network changes nothing', async () => {
    const network = stubNetwork(true)
    const state = startWait(1000, { afterOnline: 1000 })
    network.goOnline()
    await pass(1000)
    expect(state).toMatchObject({ isOver: true, wait: { isEarly: false } })
  })

  test('ends also when the network comes back in the very moment in which it was due', async () => {
    const network = stubNetwork(false)
    const state = startWait(1000, { afterOnline: 500 })
    await pass(1000)
    network.goOnline()
    await pass(499)
    expect(state.isOver).toBe(false)
    await pass(1)
    expect(state.isOver).toBe(true)
  })

  test('is never put off by the network, however often it comes back', async () => {
    const network = stubNetwork(true)
    const state = startWait(3000, { afterOnline: 1000 })
    for (let times = 0; times < 7; times++) {
      network.goOnline()
      await pass(400)
    }
    expect(state.isOver).toBe(true)
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
