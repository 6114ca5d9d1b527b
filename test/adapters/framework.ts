import { afterEach, beforeEach, expect, vi } from 'vitest'
import type {
  Reduction,
  SubscriptionControl,
  SubscriptionState,
  SubscriptionURL,
  UseEventSourceInit,
} from '../../src/adapters/init.ts'

export type Init = UseEventSourceInit & Partial<Reduction<unknown, never>>
export type Result = SubscriptionState<{ type: string; data: unknown }, unknown> &
  SubscriptionControl

/** A component with the hook, in a page. */
export interface Mounted {
  /** What the hook returned last. */
  result(): Result
  /** What the component shows: its `data`. */
  text(): string
  /** How often it was rendered and put into the page. */
  commits(): number
  /** Renders it with another URL or options, at once. */
  update(url: SubscriptionURL, init: Init): void | Promise<void>
  unmount(): void
}

/** A framework with the hook: what the tests that all share need of it. */
export interface Framework {
  name: string
  /** Whether it asks for frames itself, and so cannot do with ones that come at once. */
  rendersInFrames?: boolean
  /** Renders a component that makes its options of the given ones anew at each render. */
  mount(url: SubscriptionURL, init: Init): Mounted
}

const mounted = new Set<() => void>()

/** Unmounts once: when it is told to, or with the end of the test. What is unmounted is not held any more. */
export function unmountsOnce(unmount: () => void): () => void {
  const once = () => {
    if (mounted.delete(once)) unmount()
  }
  mounted.add(once)
  return once
}

/** Makes frames and timers the test's own, and complaints of the framework on the console a failure. */
export function useFrames(): void {
  beforeEach(() => {
    vi.useFakeTimers({
      toFake: ['setTimeout', 'clearTimeout', 'requestAnimationFrame', 'cancelAnimationFrame'],
    })
    vi.spyOn(console, 'error')
    vi.spyOn(console, 'warn')
  })
  afterEach(() => {
    for (const unmount of mounted) unmount()
    vi.useRealTimers()
    expect(console.error).not.toHaveBeenCalled()
    expect(console.warn).not.toHaveBeenCalled()
    vi.restoreAllMocks()
  })
}

/** What is under way comes to rest; no time passes, and no frame comes. */
export async function settle(): Promise<void> {
  await vi.advanceTimersByTimeAsync(0)
}

/** A frame comes. */
export async function frame(): Promise<void> {
  await settle()
  vi.advanceTimersToNextFrame()
  await settle()
}
