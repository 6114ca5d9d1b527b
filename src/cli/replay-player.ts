import type { ServerResponse } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import type { RecordedConnection, Recording } from '../recording/recording.ts'
import { type BlockEnd, blockEnds, type Position } from './replay-position.ts'

/** How one connection of a replay ended, and what comes next: nothing, where the client went away by itself. */
export interface Played {
  how: 'end' | 'lost' | 'gone'
  next: Position
}

/** Headers that are about the connection, or about bytes that were decoded before they were recorded. */
const NOT_PLAYED = new Set([
  ...['connection', 'keep-alive', 'transfer-encoding', 'content-length', 'content-encoding'],
  ...['date', 'alt-svc', 'strict-transport-security'],
])

/** Before a cut, in milliseconds: Bun (1.4.5) drops what comes together with the end of a connection that breaks. */
const SETTLING = 50

/** Plays recorded connections to clients. */
export class Player {
  readonly #connections: RecordedConnection[]
  readonly #ends: BlockEnd[]
  readonly #speed: number
  readonly #dropEvery: number

  constructor(recording: Recording, speed: number, dropEvery: number) {
    this.#connections = recording.connections
    this.#ends = blockEnds(recording.connections)
    this.#speed = speed
    this.#dropEvery = dropEvery
  }

  /** Where to go on from after the last event with that ID; `undefined`: there is none. */
  after(lastEventId: string): Position | undefined {
    const end = this.#ends.findLast((one) => one.lastEventId === lastEventId)
    return end && this.#skipped(end)
  }

  /** Whether that is the end of the recording. */
  isOver({ connection }: Position): boolean {
    return connection >= this.#connections.length
  }

  /** The last event ID string that a client has there. */
  lastEventIdAt(position: Position): string {
    return this.#ends.findLast((end) => !isBefore(position, end))?.lastEventId ?? ''
  }

  /** Plays the connection at a place, from there on to its end. */
  async play(
    from: Position,
    response: ServerResponse,
    headers: Record<string, string>,
  ): Promise<Played> {
    const { response: head, chunks, ending } = this.#connections[from.connection]!
    const isLast = from.connection === this.#connections.length - 1
    const next = { connection: from.connection + 1, chunk: 0, offset: 0 }
    const gone = new AbortController()
    response.on('close', () => gone.abort())
    // A resumed client gets what is left at the pace from there on.
    let clock = chunks[from.offset > 0 ? from.chunk : from.chunk - 1]?.at ?? 0
    const until = async (at: number) => {
      const milliseconds = Math.max(0, at - clock) / this.#speed
      clock = at
      if (milliseconds >= 1) await wait(milliseconds, undefined, { signal: gone.signal })
      gone.signal.throwIfAborted()
    }
    try {
      if (!head) {
        await until(ending.at)
        response.destroy()
        return { how: 'lost', next }
      }
      if (from.chunk === 0) await until(head.at)
      const kept = Object.entries(head.headers).filter(([name]) => !NOT_PLAYED.has(name))
      response.writeHead(head.status, { ...Object.fromEntries(kept), ...headers })
      response.flushHeaders()
      const cut = this.#cutAfter(from)
      for (let chunk = from.chunk; chunk < chunks.length; chunk++) {
        const { at, bytes } = chunks[chunk]!
        await until(at)
        const start = chunk === from.chunk ? from.offset : 0
        const isCut = cut?.chunk === chunk
        await send(response, bytes.subarray(start, isCut ? cut.offset : undefined), gone.signal)
        if (isCut) return await drop(response, this.#skipped(cut))
      }
      await until(ending.at)
      // Who recorded it left an open stream: its last connection ends, one before that was lost.
      if (ending.how === 'end' || (ending.how === 'left' && isLast)) {
        response.end()
        return { how: 'end', next }
      }
      return await drop(response, next)
    } catch (error) {
      if (gone.signal.aborted) return { how: 'gone', next }
      throw error
    }
  }

  /** Where `--drop-every` cuts a connection that began there, if there is more after it. */
  #cutAfter(from: Position): Position | undefined {
    if (this.#dropEvery === Infinity) return undefined
    const following = this.#ends.filter((end) => end.isEvent && isBefore(from, end))
    const cut = following[this.#dropEvery - 1]
    return cut?.connection === from.connection && following.length > this.#dropEvery
      ? cut
      : undefined
  }

  /** The same place; or the next connection, if no event ends after it in this one: the rest of it is what was lost then. */
  #skipped(position: Position): Position {
    const { connection, chunk, offset } = position
    const hasMore = this.#ends.some(
      (end) => end.connection === connection && isBefore(position, end),
    )
    return hasMore
      ? { connection, chunk, offset }
      : { connection: connection + 1, chunk: 0, offset: 0 }
  }
}

/** Resolves when the client has taken it; a slow client slows the replay. */
async function send(response: ServerResponse, bytes: Uint8Array, gone: AbortSignal): Promise<void> {
  if (bytes.length === 0) return
  await new Promise<void>((resolve) => {
    response.write(bytes, () => resolve())
    gone.addEventListener('abort', () => resolve(), { once: true })
  })
  gone.throwIfAborted()
}

/** Cuts the connection when all that was sent has arrived. */
async function drop(response: ServerResponse, next: Position): Promise<Played> {
  await wait(SETTLING)
  response.destroy()
  return { how: 'lost', next }
}

function isBefore(a: Position, b: Position): boolean {
  return (
    a.connection < b.connection ||
    (a.connection === b.connection &&
      (a.chunk < b.chunk || (a.chunk === b.chunk && a.offset < b.offset)))
  )
}
