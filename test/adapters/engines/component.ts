import type { SubscriptionState } from '../../../src/adapters/init.ts'
import type { FetchEventSourceInit } from '../../../src/index.ts'

/** A component with the hook, in a page; it shows what `shown` makes of its state. */
export interface Component {
  screen: Screen
  /** How often it was rendered and put into the page. */
  commits(): number
  /** Renders it with another URL, or again with the same; and with other options. */
  update(url: string, init?: FetchEventSourceInit & { key?: string }): void | Promise<void>
  /** Has the framework undo its effects in mid-stream and do them again in one go, where it ever does. */
  resubscribe?(): void | Promise<void>
  unmount(): void
}

/** A framework with the hook. The component makes its options anew at each render. */
export interface Framework {
  name: string
  /** Whether it renders in a task of its own, after the frame in which it was told to. */
  rendersAfterFrame?: boolean
  /** What it wants done in the page before its first component. */
  begin?(): Promise<unknown>
  mount(url: string, init: FetchEventSourceInit): Component
}

export const text = {
  reduce: (text: string, event: { data: string }) => text + event.data,
  initial: '',
}

/** The state of a subscription as `readyState:data`, all data in one; and what went wrong, as `(status: code)`. */
export function shown({ readyState, data, status, error }: State): string {
  return `${readyState}:${data}${error ? ` (${status}: ${error.code})` : ''}`
}

type State = Pick<SubscriptionState<unknown, string>, 'readyState' | 'data' | 'status' | 'error'>

/** A place in the page, and everything that was to be seen there. */
export class Screen {
  readonly container: HTMLElement = document.createElement('div')
  readonly history: string[] = []
  readonly #observer: MutationObserver
  #wake = () => {}

  constructor() {
    document.body.append(this.container)
    this.#observer = new MutationObserver(() => {
      this.history.push(this.text)
      this.#wake()
    })
    const all = { childList: true, characterData: true, subtree: true }
    this.#observer.observe(this.container, all)
  }

  get text(): string {
    return this.container.textContent
  }

  /** Once that is to be seen. */
  shows(text: string): Promise<void> {
    return this.until((shown) => shown === text)
  }

  /** Once what is to be seen is like that. */
  async until(holds: (shown: string) => boolean): Promise<void> {
    while (!holds(this.text)) await new Promise<void>((resolve) => (this.#wake = resolve))
  }

  remove(): void {
    this.#observer.disconnect()
    this.container.remove()
  }
}
