import { readEvents } from '../../../src/index.ts'
import { END } from '../profile.ts'
import type { Reader } from '../reader.ts'

/** So long without an event, a response is given up. */
const SILENCE = 1000

/** Reads responses, and asks for the next one itself, from where it is. */
export async function readByHand(reader: Reader): Promise<void> {
  let place = ''
  while (!reader.isDone) {
    place = await readResponse(reader, place)
    await new Promise((resolve) => setTimeout(resolve, reader.user.picks([1, 5, 20])))
  }
}

async function readResponse(reader: Reader, from: string): Promise<string> {
  const { witness, user, profile } = reader
  const { hasEnd, leavesAtLast } = profile
  const controller = new AbortController()
  const { signal } = controller
  const giveUp = () => controller.abort(new Error('Nothing came'))
  let timer = setTimeout(giveUp, SILENCE)
  let place = from
  try {
    const response = await ask(reader, from, signal)
    // Lets go of what is no stream.
    if (response.status !== 200) return place
    const events = readEvents(response, {
      lastEventId: from,
      signal,
      ...(hasEnd && { until: END }),
    })
    for await (const event of events) {
      clearTimeout(timer)
      timer = setTimeout(giveUp, SILENCE)
      witness.take(event)
      place = event.lastEventId
      if ((witness.isComplete && leavesAtLast) || user.whim(500, ['break'])) break
      user.mayThrow('the loop', 1000)
      if (user.whim(500, ['abort'])) controller.abort()
    }
  } catch {
    // Whatever it was: the next response goes on from there.
  } finally {
    clearTimeout(timer)
    controller.abort()
  }
  return place
}

function ask({ url, profile }: Reader, place: string, signal: AbortSignal): Promise<Response> {
  const { method, hasParameter } = profile
  const target = new URL(url)
  const headers: Record<string, string> = { accept: 'text/event-stream' }
  if (hasParameter) target.searchParams.set('last-event-id', place)
  else if (place !== '') headers['last-event-id'] = latin1(new TextEncoder().encode(place))
  const body = method === 'POST' ? 'a prompt' : null
  return fetch(target, { method, headers, body, signal, cache: 'no-store' })
}

function latin1(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes)
}
