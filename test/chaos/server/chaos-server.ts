import type { Socket } from 'node:net'
import { diceFor } from '../dice.ts'
import { EventLog } from '../event-log.ts'
import { answer, LOOP, redirectTo } from './answer.ts'
import { Exchange } from './exchange.ts'
import { type Chosen, type Fault, planFor } from './faults.ts'
import { Listener } from './listener.ts'
import { plainResponse } from './response-bytes.ts'
import { readRequests, type Request } from './request-reader.ts'

/** So many ports, so that a browser may have more than six connections. */
const LISTENERS = 8

/** So many entries at most come on a connection that brings little. */
const MAX_LITTLE = 60

/** What the server knows of one reader. */
interface Place {
  requests: number
  exchange: Exchange | undefined
}

/** What was done to the clients. */
export interface Damage {
  requests: number
  /** Without the ends in good order. */
  faults: number
  kinds: Partial<Record<Fault, number>>
  violations: string[]
  /** What is open at the moment. */
  sockets: number
}

/** The logs of all readers, behind connections that rarely do what they should. */
export class ChaosServer {
  readonly #seed: number
  readonly #chosen: Chosen
  readonly #listeners: Listener[] = []
  readonly #places = new Map<string, Place>()
  readonly #kinds: Partial<Record<Fault, number>> = {}
  readonly #violations: string[] = []
  #requests = 0

  private constructor(seed: number, chosen: Chosen) {
    this.#seed = seed
    this.#chosen = chosen
  }

  static async start(seed: number, chosen: Chosen = { without: [] }): Promise<ChaosServer> {
    const server = new ChaosServer(seed, chosen)
    for (let index = 0; index < LISTENERS; index++)
      server.#listeners.push(await Listener.open((socket) => server.#serve(socket, index)))
    return server
  }

  get origins(): string[] {
    return this.#listeners.map(({ origin }) => origin)
  }

  get damage(): Damage {
    const faults = Object.values(this.#kinds).reduce((sum, count) => sum + count, 0)
    return {
      requests: this.#requests,
      faults: faults - (this.#kinds.none ?? 0),
      kinds: this.#kinds,
      violations: this.#violations,
      sockets: this.#listeners.reduce((sum, { sockets }) => sum + sockets, 0),
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.#listeners.map((listener) => listener.close()))
  }

  #serve(socket: Socket, index: number): void {
    readRequests(socket, (request) => {
      this.#answer(request, socket, index).catch((error: unknown) => {
        this.#violations.push(`The server itself: ${String(error)}`)
        socket.destroy()
      })
    })
  }

  async #answer(request: Request, socket: Socket, index: number): Promise<void> {
    if (request.method === 'OPTIONS') return void socket.write(preflight(request))
    if (request.url.pathname === LOOP) return void socket.write(redirectTo(LOOP))
    const reader = Number(request.url.pathname.split('/')[2])
    // Tabs have a connection in common; each may have one of its own besides.
    const place = this.#placeOf(`${reader} ${request.headers.get('x-line') ?? ''}`)
    const number = ++place.requests
    const exchange = await this.#enter(reader, place, socket)
    if (!exchange) return
    const plan = planFor(diceFor(this.#seed, 'plan', reader, number), this.#chosen)
    if (request.url.searchParams.has('little')) plan.entries %= MAX_LITTLE
    this.#requests++
    this.#kinds[plan.fault] = (this.#kinds[plan.fault] ?? 0) + 1
    const next = this.#listeners[(index + 1) % LISTENERS]!
    const log = new EventLog(this.#seed, reader, Number(request.url.searchParams.get('length')))
    const isLeft = await answer(request, exchange, log, plan, {
      redirect: next.origin,
      goAway: () => this.#listeners[index]!.goAway(20 + plan.random(40)),
    })
    if (!isLeft) this.#violations.push(`Reader ${reader} did not leave after ${plan.fault}`)
  }

  /** Waits until the exchange before is over: what is left of it may still be on its way. */
  async #enter(reader: number, place: Place, socket: Socket): Promise<Exchange | undefined> {
    const before = place.exchange
    const exchange = (place.exchange = new Exchange(socket))
    if (before && !(await before.left()))
      this.#violations.push(`Reader ${reader} had two connections at once`)
    return exchange.isOver ? undefined : exchange
  }

  #placeOf(name: string): Place {
    let place = this.#places.get(name)
    if (!place) this.#places.set(name, (place = { requests: 0, exchange: undefined }))
    return place
  }
}

function preflight({ headers }: Request): Buffer {
  return plainResponse('204 No Content', [
    'access-control-allow-methods: GET, POST',
    `access-control-allow-headers: ${headers.get('access-control-request-headers') ?? ''}`,
    'access-control-max-age: 600',
  ])
}
