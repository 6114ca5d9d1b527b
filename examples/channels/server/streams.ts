import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createEventBuffer } from 'better-sse'
import type { Feed, Post } from './feed.ts'

/** `named`: the channel is the event's type. `envelope`: it is in the data. */
export type Shape = 'named' | 'envelope'

interface Stream {
  channels: Set<string>
  post(post: Post): void
}

const HEARTBEAT = 15_000

export class Streams {
  readonly #feed: Feed
  readonly #streams = new Map<string, Stream>()
  readonly #responses = new Set<ServerResponse>()

  constructor(feed: Feed) {
    this.#feed = feed
    feed.on('post', (post) => {
      for (const { channels, post: send } of this.#streams.values()) {
        if (channels.has(post.channel)) send(post)
      }
    })
  }

  open(req: IncomingMessage, res: ServerResponse, shape: Shape, channels: Set<string>): void {
    res.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
    const write = (type: string, data: unknown, id: number) => {
      const event = createEventBuffer().push(data, type, String(id))
      res.write(event.read())
    }
    const stream: Stream = {
      channels,
      post: ({ id, channel, data }) =>
        shape === 'named' ? write(channel, data, id) : write('message', { channel, data }, id),
    }
    const id = randomUUID()
    const lastEventId = Number(req.headers['last-event-id'] ?? this.#feed.lastId)
    write('connection', { id, socket: req.socket.remotePort }, lastEventId)
    this.#feed.after(lastEventId, channels).forEach(stream.post)
    this.#streams.set(id, stream)
    this.#responses.add(res)
    const heartbeat = setInterval(() => res.write(':\n\n'), HEARTBEAT)
    res.on('close', () => {
      this.#streams.delete(id)
      this.#responses.delete(res)
      clearInterval(heartbeat)
    })
  }

  /** Adds a channel to a stream, or takes one from it; whether there is such a stream. */
  change(id: string, channel: string, isWanted: boolean): boolean {
    const stream = this.#streams.get(id)
    if (isWanted) stream?.channels.add(channel)
    else stream?.channels.delete(channel)
    return stream !== undefined
  }

  /** Breaks every stream. */
  cut(): void {
    for (const stream of this.#responses) stream.destroy()
  }
}
