import { FetchEventSource } from 'millrace'
import { events, keep, type Notification, readKept } from './inbox.ts'
import type { Authorize } from './token.ts'

export interface Watcher {
  /** What there is to show has changed. */
  changed(notifications: Notification[]): void
  /** One has come just now, or while the page was away. */
  arrived(notification: Notification): void
  state(name: 'open' | 'connecting' | 'failed', detail: string): void
}

/** Follows a user's notifications from where this tab was. Returns what ends it. */
export function subscribe(user: string, authorize: Authorize, watcher: Watcher): () => void {
  let { lastEventId, notifications } = readKept(user)
  const source = new FetchEventSource('/api/notifications', {
    headers: authorize,
    lastEventId,
    parse: events,
    reconnect: { statuses: 'transient' },
    idleTimeout: 40_000,
  })

  function change(now: Notification[], id: string): void {
    notifications = now
    lastEventId = id
    keep(user, { lastEventId, notifications })
    watcher.changed(notifications)
  }

  source.addEventListener('snapshot', (event) => change(event.data, event.lastEventId))
  source.addEventListener('notification', (event) => {
    change([...notifications, event.data], event.lastEventId)
    watcher.arrived(event.data)
  })
  source.addEventListener('read', (event) => {
    const { number } = event.data
    const now = notifications.map((one) => (one.number === number ? { ...one, isRead: true } : one))
    change(now, event.lastEventId)
  })
  source.onopen = () =>
    watcher.state('open', lastEventId === '' ? 'from the beginning' : `from ${lastEventId} on`)
  source.onerror = (event) => {
    if (!event.error || event.reconnectIn === undefined) return
    watcher.state(event.reconnectIn === null ? 'failed' : 'connecting', event.error.message)
  }

  watcher.changed(notifications)
  watcher.state('connecting', '')
  return () => source.close()
}
