import { FetchEventSource, type SessionInit } from '../../../src/index.ts'
import { types } from '../event-log.ts'
import { END } from '../profile.ts'
import type { Reader } from '../reader.ts'
import { checkEnd } from './ends.ts'

/** What a source has for its user, whichever class it is of. */
type Source = Pick<
  FetchEventSource,
  'addEventListener' | 'close' | 'reconnect' | 'closed' | 'lastEventId'
>

/** Reads with listeners; a source that was closed or failed is followed by another one. */
export async function readByClass(
  reader: Reader,
  open: (url: string, init: SessionInit) => Source = (url, init) => new FetchEventSource(url, init),
): Promise<void> {
  let place = ''
  while (!reader.isDone) place = await readBySource(reader, place, open)
}

async function readBySource(
  reader: Reader,
  place: string,
  open: (url: string, init: SessionInit) => Source,
): Promise<string> {
  const { witness, user, profile } = reader
  const controller = new AbortController()
  const source = open(reader.url, reader.init(place, controller.signal))
  let isLeft = false
  const leave = (how: 'close' | 'abort') => {
    isLeft = true
    if (how === 'abort') controller.abort()
    else source.close()
  }
  const act = (oneIn: number) => {
    const whim = user.whim(oneIn, ['close', 'abort', 'reconnect', 'reconnect'])
    if (whim === 'reconnect') source.reconnect()
    else if (whim) leave(whim)
  }
  for (const type of types) {
    source.addEventListener(type, (event) => {
      if (isLeft) witness.fail(`An event of type ${type} came after the source was closed`)
      // The library's own.
      if (!('data' in event)) user.mayThrow(type)
      else if (event.data !== END) {
        witness.take(event)
        if (witness.isComplete && profile.leavesAtLast) return leave('close')
      }
      act(event.data === undefined ? 50 : 400)
      user.mayThrow(type, 400)
    })
  }
  const stop = user.actsAtAnyTime(() => act(3))
  const { reason, error } = await source.closed
  stop()
  checkEnd(reader, reason, error, isLeft)
  witness.checkPlace(source.lastEventId)
  return source.lastEventId
}
