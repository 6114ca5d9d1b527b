import type { EventSourceError, TraceRecord } from 'millrace'

export type State = 'connecting' | 'open' | 'waiting' | 'closed'

/** A line of the connection's life; of events and comments that follow each other there is one, with their number. */
export interface Moment {
  at: number
  kind: TraceRecord['type'] | 'events' | 'comments' | 'error'
  text: string
  count: number
  /** When what is waited for is due. */
  due?: number
}

/** How many lines are kept. */
const KEPT = 500

/** What a connection has been through, in milliseconds since it was asked for. */
export class Life {
  moments: Moment[] = []
  /** From when on it was in which state. */
  states: { at: number; state: State }[] = [{ at: 0, state: 'connecting' }]
  losses: number[] = []
  requests = 0

  get state(): State {
    return this.states.at(-1)!.state
  }

  record(record: TraceRecord, at: number): void {
    switch (record.type) {
      case 'request': {
        this.requests++
        const { method, url, lastEventId } = record
        const from = lastEventId === 'none' ? '' : `, last event ID: ${lastEventId}`
        this.#enter('connecting', at)
        return this.#add(at, 'request', `${method} ${new URL(url, location.href).pathname}${from}`)
      }
      case 'response': {
        const { status, contentType } = record
        return this.#add(at, 'response', `${status}${contentType ? ` ${contentType}` : ''}`)
      }
      case 'open':
        this.#enter('open', at)
        return this.#add(at, 'open', `attempt ${record.attempt}`)
      case 'retry':
        return this.#add(at, 'retry', `reconnection time: ${record.milliseconds} ms`)
      case 'discarded':
        return this.#add(at, 'discarded', `${record.kind}: ${record.text.slice(0, 80)}`)
      case 'lost':
        this.losses.push(at)
        return this.#add(at, 'lost', said(record.error))
      case 'waiting': {
        this.#enter('waiting', at)
        this.#add(at, 'waiting', `${Math.round(record.milliseconds)} ms`)
        this.moments.at(-1)!.due = at + record.milliseconds
        return
      }
      case 'closed':
        this.#enter('closed', at)
        return this.#add(
          at,
          'closed',
          [record.reason, record.error && said(record.error)].filter(Boolean).join(': '),
        )
    }
  }

  failed(message: string, at: number): void {
    this.#enter('closed', at)
    this.#add(at, 'error', message)
  }

  event(at: number): void {
    this.#more('events', at)
  }

  comment(text: string, at: number): void {
    this.#more('comments', at)
    this.moments.at(-1)!.text = text.trim()
  }

  #more(kind: 'events' | 'comments', at: number): void {
    const last = this.moments.at(-1)
    if (last?.kind === kind) last.count++
    else this.#add(at, kind, '')
  }

  #enter(state: State, at: number): void {
    if (state !== this.state) this.states.push({ at, state })
    if (this.states.length > KEPT) this.states.shift()
  }

  #add(at: number, kind: Moment['kind'], text: string): void {
    this.moments.push({ at, kind, text, count: 1 })
    if (this.moments.length > KEPT) this.moments.shift()
  }
}

/** What went wrong, and what the server said to it. */
function said({ message, body }: EventSourceError): string {
  return [message, body?.trim()].filter(Boolean).join(': ')
}
