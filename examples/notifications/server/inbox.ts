import { EventEmitter } from 'node:events'

export interface Notification {
  number: number
  from: string
  text: string
  isRead: boolean
}

/** What happened in an inbox: the event of a stream, whose ID is its place in the log. */
export type Entry = { id: number } & (
  | { type: 'notification'; data: Notification }
  | { type: 'read'; data: { number: number } }
)

/** How many entries are remembered for those who come back. */
const REMEMBERED = 200

/** What came for one user, and what was read. Emits `entry`. */
export class Inbox extends EventEmitter<{ entry: [Entry] }> {
  #notifications: Notification[] = []
  readonly #log: Entry[] = []
  /** By the clock, so that what a server before this one gave is older than all of this one's. */
  #lastId = Date.now()
  #lastNumber = 0

  deliver(from: string, text: string): void {
    const data = { number: ++this.#lastNumber, from, text, isRead: false }
    this.#notifications = [...this.#notifications, data].slice(-REMEMBERED)
    this.#add({ id: ++this.#lastId, type: 'notification', data: { ...data } })
  }

  /** In the log as well: the user's other pages learn it, and a page that was away. */
  markRead(number: number): void {
    const notification = this.#notifications.find((one) => one.number === number && !one.isRead)
    if (!notification) return
    notification.isRead = true
    this.#add({ id: ++this.#lastId, type: 'read', data: { number } })
  }

  /** All there is, and the ID up to which it tells everything. */
  get snapshot(): { id: number; notifications: Notification[] } {
    return { id: this.#lastId, notifications: this.#notifications }
  }

  /** What came after that entry; `undefined` if not all of it is remembered. */
  after(id: number): Entry[] | undefined {
    const oldest = this.#log[0]?.id ?? this.#lastId + 1
    if (!(id >= oldest - 1 && id <= this.#lastId)) return undefined
    return this.#log.filter((entry) => entry.id > id)
  }

  #add(entry: Entry): void {
    this.#log.push(entry)
    if (this.#log.length > REMEMBERED) this.#log.shift()
    this.emit('entry', entry)
  }
}

const inboxes = new Map<string, Inbox>()

/** The inbox of a user; a new one has two notifications in it. */
export function inboxOf(user: string): Inbox {
  let inbox = inboxes.get(user)
  if (!inbox) {
    inbox = new Inbox().setMaxListeners(0)
    inbox.deliver('Server', `Welcome, ${user}.`)
    inbox.deliver('Server', 'Send someone a line with the form below, or yourself.')
    inboxes.set(user, inbox)
  }
  return inbox
}
