import type { SharedEventSource } from '../../../src/shared.ts'

/** A copy of `millrace/shared`. */
export interface Library {
  SharedEventSource: typeof SharedEventSource
}

/**
 * What a page has to itself: a copy of the library, timers, channels and requests for locks. When it crashes, all but the
 * copy is taken from it, as a browser does.
 */
export class TabWorld {
  readonly library: Library
  readonly #crash = new AbortController()
  readonly #crashed = new Promise<void>((resolve) => {
    this.#crash.signal.addEventListener('abort', () => resolve())
  })
  readonly #channels = new Set<BroadcastChannel>()
  readonly #timers = new Set<ReturnType<typeof setTimeout>>()

  /** `code`: a script that sets `library`. */
  constructor(code: string) {
    const { crypto, navigator } = globalThis
    const own = {
      crypto,
      navigator: { locks: this.#locks(navigator.locks) },
      BroadcastChannel: this.#channelClass(),
    }
    const names = {
      globalThis: Object.create(globalThis, Object.getOwnPropertyDescriptors(own)) as unknown,
      setTimeout: (run: () => void, milliseconds: number) => this.#setTimeout(run, milliseconds),
      clearTimeout: (timer: ReturnType<typeof setTimeout>) => {
        this.#timers.delete(timer)
        clearTimeout(timer)
      },
    }
    // oxlint-disable-next-line typescript/no-implied-eval -- each copy is to find globals of its own
    const load = new Function(...Object.keys(names), `${code}; return library`)
    this.library = load(...Object.values(names)) as Library
  }

  get hasCrashed(): boolean {
    return this.#crash.signal.aborted
  }

  /** How many channels are open. */
  get channels(): number {
    return this.#channels.size
  }

  /** Also aborted by a crash; what is asked for after it gets no answer. */
  async fetch(url: string, init: RequestInit & { signal: AbortSignal }): Promise<Response> {
    try {
      const signal = AbortSignal.any([init.signal, this.#crash.signal])
      return await fetch(url, { ...init, signal })
    } catch (error) {
      if (this.hasCrashed) await new Promise(() => {})
      throw error
    }
  }

  /** Nothing of the page is there for others any more, and nothing runs in it. */
  crash(): void {
    for (const channel of this.#channels) channel.close()
    for (const timer of this.#timers) clearTimeout(timer)
    this.#crash.abort()
  }

  #setTimeout(run: () => void, milliseconds: number): unknown {
    if (this.hasCrashed) return undefined
    const timer = setTimeout(() => {
      this.#timers.delete(timer)
      run()
    }, milliseconds)
    this.#timers.add(timer)
    return timer
  }

  #channelClass(): unknown {
    const channels = this.#channels
    const hasCrashed = () => this.hasCrashed
    return class extends BroadcastChannel {
      constructor(name: string) {
        super(name)
        if (hasCrashed()) super.close()
        else channels.add(this)
      }

      override postMessage(message: unknown): void {
        // oxlint-disable-next-line unicorn/require-post-message-target-origin -- that is for windows
        if (!hasCrashed()) super.postMessage(message)
      }

      override close(): void {
        super.close()
        channels.delete(this)
      }
    }
  }

  #locks(locks: LockManager): object {
    return {
      query: () => locks.query(),
      request: (name: string, options: LockOptions, hold: (lock: Lock | null) => unknown) => {
        const { signal } = options
        const mortal = signal && { signal: AbortSignal.any([signal, this.#crash.signal]) }
        return locks.request(name, { ...options, ...mortal }, (lock) =>
          Promise.race([hold(lock), this.#crashed]),
        )
      },
    }
  }
}
