import { randomUUID } from 'node:crypto'
import { createEventBuffer } from 'better-sse'
import type { RequestHandler, Response } from 'express'
import type { Games, Happening } from './games.ts'

/** A connection, and the games that it is told of. */
interface Stream {
  games: Set<number>
  send(type: string, data: unknown, id?: number): void
}

const HEARTBEAT = 15_000

export class Streams {
  readonly #games: Games
  readonly #streams = new Map<string, Stream>()
  readonly #responses = new Set<Response>()

  constructor(games: Games) {
    this.#games = games
    games.on('happening', (happening) => {
      for (const stream of this.#streams.values()) tell(stream, happening)
    })
  }

  /** A POST, whose body says which games: a request for each connection, also for one that is resumed. */
  readonly open: RequestHandler = (req, res) => {
    res.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
    const stream: Stream = { games: gamesOf(req.body), send: sender(res) }
    const id = randomUUID()
    const lastEventId = Number(req.get('last-event-id') ?? this.#games.lastId)
    // With the place it begins at: should it be cut before anything has happened, it is resumed from there.
    stream.send('connection', id, lastEventId)
    for (const happening of this.#games.after(lastEventId, stream.games)) tell(stream, happening)
    // Where they stand now: also those that were chosen while there was no connection.
    this.#introduce(stream, stream.games)
    this.#streams.set(id, stream)
    this.#responses.add(res)
    const heartbeat = setInterval(() => res.write(':\n\n'), HEARTBEAT)
    res.on('close', () => {
      this.#streams.delete(id)
      this.#responses.delete(res)
      clearInterval(heartbeat)
    })
  }

  /** A PUT to the connection's ID: other games from now on, over the connection there is. */
  readonly choose: RequestHandler<{ id: string }> = (req, res) => {
    const stream = this.#streams.get(req.params.id)
    if (!stream) return void res.status(404).end()
    const before = stream.games
    stream.games = gamesOf(req.body)
    this.#introduce(
      stream,
      [...stream.games].filter((game) => !before.has(game)),
    )
    res.status(204).end()
  }

  /** Breaks every stream. */
  readonly cut: RequestHandler = (_req, res) => {
    for (const stream of this.#responses) stream.destroy()
    res.status(204).end()
  }

  /** How many connections there are. */
  readonly count: RequestHandler = (_req, res) => void res.json(this.#streams.size)

  /** Without an ID: it is no place in the log to come back to. */
  #introduce(stream: Stream, games: Iterable<number>): void {
    for (const game of games) stream.send('game', this.#games.list[game])
  }
}

function tell({ games, send }: Stream, { id, type, data }: Happening): void {
  if (games.has(data.game)) send(type, data, id)
}

function sender(res: Response): Stream['send'] {
  return (type, data, id) => {
    const event = createEventBuffer().event(type).data(data)
    if (id !== undefined) event.id(String(id))
    res.write(event.dispatch().read())
  }
}

function gamesOf(body: { games: number[] }): Set<number> {
  return new Set(body.games.filter((game) => Number.isInteger(game) && game >= 0 && game < 12))
}
