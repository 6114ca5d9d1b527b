import { fetchEvents } from 'millrace'
import { number, object, optional, string } from 'valibot'

const part = object({ part: number() })

/** The data of the stream's events, by their type. */
const steps = {
  received: part,
  imported: part,
  done: object({ rows: number(), sha256: string() }),
  failed: object({ reason: string() }),
  cancelled: object({ reason: optional(string()) }),
}

export interface Progress {
  state: 'waiting' | 'uploading' | 'importing' | 'done' | 'failed' | 'cancelled'
  /** Of all there is to do, 0 to 1. */
  part: number
  detail: string
}

/**
 * Sends a file, and follows what becomes of it until it is over. `fetch` does not tell how much of a body has been sent; the
 * server, which sees it come, does.
 */
export async function* upload(file: File, signal: AbortSignal): AsyncGenerator<Progress> {
  const created = await fetch('/api/jobs', { method: 'POST', signal })
  const { id } = (await created.json()) as { id: string }
  const cancel = () => void fetch(`/api/jobs/${id}`, { method: 'DELETE' })
  signal.addEventListener('abort', cancel, { once: true })
  // An upload that breaks off is in the stream as well: the server has seen it.
  fetch(`/api/jobs/${id}/file`, { method: 'PUT', body: file, signal }).catch(() => {})

  // It is not ended by the signal: the server says how it came out.
  const stream = fetchEvents(`/api/jobs/${id}/steps`, {
    parse: steps,
    reconnect: { statuses: 'transient', maxAttempts: 10 },
  })
  try {
    for await (const { type, data } of stream) {
      switch (type) {
        case 'received':
          yield { state: 'uploading', part: data.part / 2, detail: percent(data.part) }
          break
        case 'imported':
          yield { state: 'importing', part: 0.5 + data.part / 2, detail: percent(data.part) }
          break
        case 'done':
          return yield {
            state: 'done',
            part: 1,
            detail: `${data.rows} rows, SHA-256 ${data.sha256.slice(0, 12)}…`,
          }
        case 'failed':
          return yield { state: 'failed', part: 1, detail: data.reason }
        case 'cancelled':
          return yield { state: 'cancelled', part: 1, detail: '' }
      }
    }
  } finally {
    signal.removeEventListener('abort', cancel)
  }
}

function percent(part: number): string {
  return `${Math.floor(100 * part)} %`
}
