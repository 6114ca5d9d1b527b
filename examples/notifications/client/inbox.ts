import { array, boolean, type InferOutput, number, object, string } from 'valibot'

export const Notification = object({
  number: number(),
  from: string(),
  text: string(),
  isRead: boolean(),
})
export type Notification = InferOutput<typeof Notification>

/** The data of the stream's events, by their type. */
export const events = {
  snapshot: array(Notification),
  notification: Notification,
  read: object({ number: number() }),
}

/** What a page keeps for when it is loaded again: what it shows, and the ID up to which that tells everything. */
export interface Kept {
  lastEventId: string
  notifications: Notification[]
}

/** For this tab only, as each tab is at a place of its own; both in one item, as one without the other is worth nothing. */
export function readKept(user: string): Kept {
  const text = sessionStorage.getItem(`inbox of ${user}`)
  return text === null ? { lastEventId: '', notifications: [] } : (JSON.parse(text) as Kept)
}

export function keep(user: string, kept: Kept): void {
  sessionStorage.setItem(`inbox of ${user}`, JSON.stringify(kept))
}
