import type { EventSourceClass } from '../runtimes/standard/standard-case.ts'

/** What a client tells, by whatever means. */
export interface Told {
  opened(): void
  message(type: string, data: string, lastEventId: string): void
  /** It will come back. */
  lost(): void
  /** It will not. */
  failed(): void
}

/** Connects to a URL; what it returns closes. */
export type Connect = (url: string, to: Told) => () => void

/** The events and states of `EventSource` over what a client with an interface of its own tells, so that the cases can be run. */
export function sourceOver(connect: Connect): EventSourceClass {
  return class extends EventTarget {
    readonly url: string
    readyState = 0
    readonly #close: () => void

    constructor(url: string) {
      super()
      this.url = url
      const tell = (readyState: number, event: Event) => {
        if (this.readyState === 2) return
        this.readyState = readyState
        this.dispatchEvent(event)
      }
      this.#close = connect(url, {
        opened: () => tell(1, new Event('open')),
        message: (type, data, lastEventId) =>
          tell(1, new MessageEvent(type, { data, lastEventId })),
        lost: () => tell(0, new Event('error')),
        failed: () => tell(2, new Event('error')),
      })
    }

    set onerror(listener: () => void) {
      this.addEventListener('error', listener)
    }

    close(): void {
      this.readyState = 2
      this.#close()
    }
  } as unknown as EventSourceClass
}
