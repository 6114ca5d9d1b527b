// VueUse's `useEventSource` takes the global EventSource: make that one with headers, which gets over a 503. With nothing of
// VueUse around it, `millrace/vue` has one of its own.
import { useEventSource } from '@vueuse/core'
import { FetchEventSource } from 'millrace'

globalThis.EventSource = class extends FetchEventSource {
  constructor(url: string | URL, init?: EventSourceInit) {
    const headers = { authorization: 'Bearer secret' }
    super(url, { ...init, headers, reconnect: { statuses: 'transient', delay: 100 } })
  }
}

export const usePrices = () =>
  useEventSource('/prices', ['price'] as const, {
    serializer: { read: (text = '') => JSON.parse(text) as { bid: number } },
  })
