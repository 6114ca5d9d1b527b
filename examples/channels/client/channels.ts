import { FetchEventSource } from 'millrace'

export type Listener = (text: string) => void

/** Where the channel of an event is: its type, or in its data. */
export type Shape = 'named' | 'envelope'

interface Connection {
  id: string
  /** Which of the page's connections to the server it is. */
  socket: number
}

const headers = { 'content-type': 'application/json' }

/** Many channels over one connection, which stays whatever is subscribed to. */
export class Channels {
  readonly source: FetchEventSource
  readonly #listeners = new Map<string, Set<Listener>>()
  /** Of these event types the source has a listener. */
  readonly #named = new Set<string>()
  readonly #shape: Shape
  /** What the last request asked for. */
  #asked: string[] = []
  #connection: Connection | undefined

  constructor(shape: Shape, onConnection: (connection: Connection) => void) {
    this.#shape = shape
    this.source = new FetchEventSource('/api/streams', {
      method: 'POST',
      headers,
      // Asked before each attempt: a new connection begins with what is subscribed to by then.
      body: () => {
        this.#asked = [...this.#listeners.keys()]
        return JSON.stringify({ shape, channels: this.#asked })
      },
      reconnect: { when: 'always', delay: 500, statuses: 'transient' },
    })
    this.source.addEventListener('connection', ({ data }) => {
      this.#connection = JSON.parse(data) as Connection
      // What has changed between its request and now.
      const wanted = [...this.#listeners.keys()]
      for (const channel of wanted) if (!this.#asked.includes(channel)) this.#tell('PUT', channel)
      for (const channel of this.#asked) {
        if (!wanted.includes(channel)) this.#tell('DELETE', channel)
      }
      onConnection(this.#connection)
    })
    this.source.addEventListener('error', (event) => {
      if (event.error && event.reconnectIn !== undefined) this.#connection = undefined
    })
    if (shape === 'envelope') {
      this.source.onmessage = ({ data }) => {
        const { channel, data: text } = JSON.parse(data) as { channel: string; data: string }
        this.#deliver(channel, text)
      }
    }
  }

  /** Returns what ends it. The server hears of the first who subscribes to a channel, and of the last who leaves it. */
  subscribe(channel: string, listener: Listener): () => void {
    const listeners = this.#listeners.get(channel) ?? new Set()
    this.#listeners.set(channel, listeners.add(listener))
    this.#listenTo(channel)
    if (listeners.size === 1) this.#tell('PUT', channel)
    return () => {
      listeners.delete(listener)
      if (listeners.size > 0 || this.#listeners.get(channel) !== listeners) return
      this.#listeners.delete(channel)
      this.#tell('DELETE', channel)
    }
  }

  close(): void {
    this.source.close()
  }

  #listenTo(channel: string): void {
    if (this.#shape === 'envelope' || this.#named.has(channel)) return
    this.#named.add(channel)
    this.source.addEventListener(channel, ({ data }) => this.#deliver(channel, JSON.parse(data)))
  }

  #deliver(channel: string, text: string): void {
    for (const listener of this.#listeners.get(channel) ?? []) listener(text)
  }

  #tell(method: 'PUT' | 'DELETE', channel: string): void {
    const told = this.#connection
    if (!told) return
    void fetch(`/api/streams/${told.id}/${channel}`, { method }).then(({ ok }) => {
      // The server does not know that connection any more: a new one begins with all of it.
      if (!ok && told === this.#connection) this.source.reconnect()
    })
  }
}
