import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { checkOnWake, isDoubtful } from '../../src/session/connectivity.ts'
import { stubDocument, stubNetwork } from '../setup/stub-globals.ts'

beforeEach(() => {
  vi.useFakeTimers()
})

afterEach(() => {
  vi.useRealTimers()
})

test('a connection is doubted after 15 seconds of silence, and not before', () => {
  const arrivedAt = Date.now()
  expect(isDoubtful(arrivedAt)).toBe(false)
  vi.advanceTimersByTime(15_000)
  expect(isDoubtful(arrivedAt)).toBe(false)
  vi.advanceTimersByTime(1)
  expect(isDoubtful(arrivedAt)).toBe(true)
})

test('where there is no connection there is nothing to doubt', () => {
  expect(isDoubtful(undefined)).toBe(false)
})

test('a page that wakes is looked after once it can be seen', () => {
  const network = stubNetwork(true)
  const page = stubDocument('hidden')
  const wake = vi.fn()
  const end = checkOnWake({ wake })
  network.goOnline()
  expect(wake).not.toHaveBeenCalled()
  page.show()
  expect(wake).toHaveBeenCalledOnce()
  end()
  network.goOnline()
  page.show()
  expect(wake).toHaveBeenCalledOnce()
})
