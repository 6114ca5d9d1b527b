import type { Random } from '../setup/random.ts'
import { TimeWheel } from './time-wheel.ts'

/** How long a client waits: after the loss of a good connection, and after so many bad attempts in a row. */
export type Delay = (failures: number, chance: () => number, retryAfter: number) => number

/** An outage, and the server that comes back after it. All in milliseconds. */
export interface Outage {
  clients: number
  milliseconds: number
  /** How many connections a second the server takes; what is beyond it is refused. */
  capacity: number
  /** What a refusal says of when to come back, if the server is there to say it. */
  retryAfter?: (chance: () => number) => number
}

/** What the server went through. */
export interface Course {
  /** How many connections were asked for in each second, from the loss on. */
  arrivals: number[]
  /** The most in a second, once the server was back. */
  peak: number
  /** How many were refused by a server that was back. */
  refused: number
  /** How long after the server was back 99 % of the clients were, and all of them. */
  mostBackAfter: number
  allBackAfter: number
}

/** As fine as time is here. */
const TICK = 10
/** How much later than others a client may notice that the connection is lost. */
const LATENCY = 200

/** Has clients come back after an outage. */
export function simulate(outage: Outage, delay: Delay, random: Random): Course {
  const { clients, milliseconds, capacity, retryAfter } = outage
  const chance = () => random(2 ** 32) / 2 ** 32
  const wheel = new TimeWheel(clients)
  const failures = new Uint16Array(clients)
  for (let client = 0; client < clients; client++)
    wheel.add(client, Math.floor((chance() * LATENCY + delay(0, chance, 0)) / TICK))

  const course: Course = { arrivals: [], peak: 0, refused: 0, mostBackAfter: 0, allBackAfter: 0 }
  const perTick = (capacity * TICK) / 1000
  let room = 0
  let back = 0
  for (let tick = 0; back < clients; tick++) {
    const isUp = tick * TICK >= milliseconds
    // What is not used is not saved up, but for the part of a connection.
    room = isUp ? Math.min(room + perTick, Math.max(perTick, 1)) : 0
    const second = Math.floor((tick * TICK) / 1000)
    course.arrivals[second] ??= 0
    for (let client = wheel.first(tick), next; client >= 0; client = next) {
      next = wheel.after(client)
      course.arrivals[second]++
      if (room >= 1) {
        room--
        back++
        const after = tick * TICK - milliseconds
        if (back <= clients * 0.99) course.mostBackAfter = after
        course.allBackAfter = after
        continue
      }
      if (isUp) course.refused++
      const wait = delay(++failures[client]!, chance, isUp && retryAfter ? retryAfter(chance) : 0)
      wheel.add(client, tick + Math.max(1, Math.round(wait / TICK)))
    }
  }
  course.peak = Math.max(...course.arrivals.slice(Math.floor(milliseconds / 1000)))
  return course
}
