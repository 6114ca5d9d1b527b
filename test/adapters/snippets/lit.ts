import type { ReactiveControllerHost } from 'lit'
import { createEventStore, type SubscriptionURL, type UseEventSourceInit } from 'millrace/store'

/** Reads a stream while the element is in the page, of the URL that it has at each update. */
export function useEventSource(
  host: ReactiveControllerHost,
  url: () => SubscriptionURL,
  init?: UseEventSourceInit,
) {
  const store = createEventStore(null, init)
  let unsubscribe: (() => void) | undefined
  host.addController({
    hostConnected: () => void (unsubscribe = store.subscribe(() => host.requestUpdate())),
    hostUpdate: () => store.update(url(), init),
    hostDisconnected: () => unsubscribe?.(),
  })
  return store.getSnapshot
}
