import type { FetchLike, FetchLikeInit, FetchLikeResponse } from '../index.ts'

/** What listens to the connections, below the events. What `chunk` returns is awaited before the next chunk is read. */
export interface Tap {
  request?(url: string, init: FetchLikeInit): void
  response?(response: Response): void
  chunk?(bytes: Uint8Array): Promise<void> | undefined | void
  /** The stream ended in good order; the connection was lost, or never came about; or this side gave it up. */
  ended?(how: 'end' | 'lost' | 'left'): void
}

/** A `fetch` that lets taps listen. */
export function tappedFetch(taps: Tap[]): FetchLike {
  return async (url, init) => {
    for (const tap of taps) tap.request?.(url, init)
    const ended = once((how: 'end' | 'lost' | 'left') => {
      for (const tap of taps) tap.ended?.(init.signal.aborted ? 'left' : how)
    })
    let response: Response
    try {
      response = await fetch(url, init)
    } catch (error) {
      ended('lost')
      throw error
    }
    for (const tap of taps) tap.response?.(response)
    if (response.status === 200) return tapped(response, taps, ended)
    ended('end')
    return response
  }
}

function tapped(
  response: Response,
  taps: Tap[],
  ended: (how: 'end' | 'lost' | 'left') => void,
): FetchLikeResponse {
  const { status, url, type, headers, body } = response
  return {
    status,
    url,
    type,
    headers,
    get bodyUsed() {
      return response.bodyUsed
    },
    body: body && {
      get locked() {
        return body.locked
      },
      cancel(reason) {
        ended('left')
        return body.cancel(reason)
      },
      getReader() {
        const reader = body.getReader()
        return {
          async read() {
            try {
              const result = await reader.read()
              if (result.done) ended('end')
              else for (const tap of taps) await tap.chunk?.(result.value)
              return result
            } catch (error) {
              ended('lost')
              throw error
            }
          },
          cancel(reason) {
            ended('left')
            return reader.cancel(reason)
          },
        }
      },
    },
  }
}

function once<Value>(run: (value: Value) => void): (value: Value) => void {
  let isDone = false
  return (value) => {
    if (!isDone) run(value)
    isDone = true
  }
}
