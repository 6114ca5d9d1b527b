import { setMaxListeners } from 'node:events'

/** Counts who listens. */
export class CountedTarget extends EventTarget {
  listeners = 0

  constructor() {
    super()
    // As many as there are sources.
    setMaxListeners(0, this)
  }

  override addEventListener(...args: Parameters<EventTarget['addEventListener']>): void {
    this.listeners++
    super.addEventListener(...args)
  }

  override removeEventListener(...args: Parameters<EventTarget['removeEventListener']>): void {
    this.listeners--
    super.removeEventListener(...args)
  }
}

/** All that the library reads of a page. */
export class Page {
  readonly window: CountedTarget = new CountedTarget()
  readonly document: CountedTarget & { visibilityState: string } = Object.assign(
    new CountedTarget(),
    { visibilityState: 'visible' },
  )
  readonly navigator: { onLine: boolean } = { onLine: true }

  get listeners(): number {
    return this.window.listeners + this.document.listeners
  }
}
