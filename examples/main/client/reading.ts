import type { TraceRecord } from 'millrace'
import type { Tally } from '../tally.ts'
import { happened } from '../terminal.ts'

/** What each of the three clients is given. */
export interface Reading {
  url: string
  tally: Tally
  /** Ends a demo that hangs. */
  signal: AbortSignal
}

/** A `trace` function: shows what the connection does, and counts its requests. */
export function narrate(tally: Tally, lastEventId: () => string): (record: TraceRecord) => void {
  return (record) => {
    switch (record.type) {
      case 'request': {
        tally.requests++
        const from = record.lastEventId === 'header' ? `, Last-Event-ID: ${lastEventId()}` : ''
        return happened(`→ ${record.method} ${new URL(record.url).pathname}${from}`)
      }
      case 'response':
        if (record.status !== 200) happened(`← ${record.status}`, 'bad')
        return
      case 'lost':
        if (record.error.code !== 'http-status') happened(`✗ ${record.error.message}`, 'bad')
        return
      case 'waiting':
        return happened(`… waits ${Math.round(record.milliseconds)} ms`)
      case 'closed':
        return happened(`■ closed: ${record.reason}`)
      case 'open':
      case 'retry':
      case 'discarded':
        return
    }
  }
}
