import type { TraceRecord } from '../index.ts'
import type { StreamArguments } from './arguments.ts'
import { duration } from './table.ts'

/** Whether there is a terminal that can show a status line, and no one who wants silence. */
export function showsStatus({ values }: StreamArguments): boolean {
  return process.stderr.isTTY && process.env['TERM'] !== 'dumb' && !values.silent
}

/** What the status line of a terminal says: what the connection is at, how much came, and how long ago. */
export class Status {
  #state: 'connecting' | 'open' | 'waiting' = 'connecting'
  #events = 0
  #attempts = 0
  #lastEventAt: number | undefined
  #waitEndsAt = 0

  trace(record: TraceRecord): void {
    if (record.type === 'request') {
      this.#attempts++
      this.#state = 'connecting'
    } else if (record.type === 'open') this.#state = 'open'
    else if (record.type === 'waiting') {
      this.#state = 'waiting'
      this.#waitEndsAt = record.at + record.milliseconds
    }
  }

  event(at: number): void {
    this.#events++
    this.#lastEventAt = at
  }

  /** The line, at a time on the clock of `performance.now()`. */
  line(now: number): string {
    const again = this.#attempts - 1
    const parts = [
      this.#stateText(now),
      `${this.#events} event${this.#events === 1 ? '' : 's'}`,
      ...(this.#lastEventAt === undefined ? [] : [`last ${seconds(now - this.#lastEventAt)} ago`]),
      ...(again > 0 ? [`${again} reconnection${again === 1 ? '' : 's'}`] : []),
    ]
    return parts.join(' · ')
  }

  #stateText(now: number): string {
    if (this.#state === 'waiting')
      return `○ again in ${duration(Math.max(0, Math.ceil((this.#waitEndsAt - now) / 100) * 100))}`
    return this.#state === 'open' ? '● open' : '○ connecting'
  }
}

function seconds(milliseconds: number): string {
  return `${Math.floor(milliseconds / 1000)} s`
}
