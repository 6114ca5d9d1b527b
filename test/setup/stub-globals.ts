import { getEventListeners } from 'node:events'
import { onTestFinished, vi } from 'vitest'

function stub(name: string, value: unknown): void {
  vi.stubGlobal(name, value)
  onTestFinished(() => void vi.unstubAllGlobals())
}

/** `navigator.onLine` and the `online` event, as a browser has them. */
export function stubNetwork(onLine: boolean) {
  const target = new EventTarget()
  const navigator = { onLine }
  stub('navigator', navigator)
  stub('addEventListener', target.addEventListener.bind(target))
  stub('removeEventListener', target.removeEventListener.bind(target))
  return {
    goOffline() {
      navigator.onLine = false
    },
    goOnline() {
      navigator.onLine = true
      target.dispatchEvent(new Event('online'))
    },
    get listeners() {
      return getEventListeners(target, 'online').length
    },
  }
}

/** A document that can be hidden. */
export function stubDocument(visibilityState: 'visible' | 'hidden' = 'visible') {
  const document = Object.assign(new EventTarget(), { visibilityState })
  stub('document', document)
  const change = (state: 'visible' | 'hidden') => {
    document.visibilityState = state
    document.dispatchEvent(new Event('visibilitychange'))
  }
  return {
    hide: () => change('hidden'),
    show: () => change('visible'),
    get listeners() {
      return getEventListeners(document, 'visibilitychange').length
    },
  }
}
