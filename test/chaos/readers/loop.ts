import { type EventStream, EventSourceError, fetchEvents } from '../../../src/index.ts'
import { END } from '../profile.ts'
import type { Reader } from '../reader.ts'
import { Whim } from '../user.ts'
import type { Seen } from '../witness.ts'
import { checkEnd } from './ends.ts'

/** Reads in loops; one that was left is followed by another one. */
export async function readByLoop(reader: Reader): Promise<void> {
  let place = ''
  while (!reader.isDone) place = await readByStream(reader, place)
}

async function readByStream(reader: Reader, place: string): Promise<string> {
  const { witness, user } = reader
  const controller = new AbortController()
  const stream = fetchEvents(reader.url, reader.init(place, controller.signal))
  let isLeft = false
  const leave = (how: 'close' | 'abort') => {
    isLeft = true
    if (how === 'abort') controller.abort()
    else stream.close()
  }
  const stop = user.actsAtAnyTime(() => {
    const whim = user.whim(4, ['close', 'abort'])
    if (whim) leave(whim)
  })
  try {
    const how = user.picks([readInOrder, readAhead])
    await how(reader, stream, leave)
    if (!isLeft && !witness.isComplete) witness.fail('The loop has ended')
  } catch (error) {
    if (EventSourceError.is(error)) checkEnd(reader, 'failed', error, isLeft)
    else if (error !== controller.signal.reason && !(error instanceof Whim)) throw error
  } finally {
    stop()
    stream.close()
  }
  witness.checkPlace(stream.lastEventId)
  return stream.lastEventId
}

type Leave = (how: 'close' | 'abort') => void

function take({ witness, user, profile }: Reader, event: Seen, leave: Leave): void {
  if (event.data === END) return
  witness.take(event)
  if (witness.isComplete && profile.leavesAtLast) return leave('close')
  const whim = user.whim(400, ['close', 'abort'])
  if (whim) leave(whim)
}

async function readInOrder(reader: Reader, stream: EventStream, leave: Leave): Promise<void> {
  const { user } = reader
  for await (const event of stream) {
    take(reader, event, leave)
    user.mayThrow('the loop', 1000)
    if (user.whim(1000, ['break'])) return leave('close')
    // A slow loop.
    if (user.picks([true, ...Array<boolean>(99).fill(false)])) await turn()
  }
}

/** Asks for more than there is, and gets an answer to each. */
async function readAhead(reader: Reader, stream: EventStream, leave: Leave): Promise<void> {
  for (;;) {
    const asked = Array.from({ length: 1 + reader.user.picks([0, 1, 7]) }, () => stream.next())
    let error: unknown
    for (const answer of await Promise.allSettled(asked)) {
      if (answer.status === 'rejected') error ??= answer.reason
      else if (!answer.value.done) take(reader, answer.value.value, leave)
    }
    if (error !== undefined) throw error
    const last = await asked.at(-1)!
    if (last.done) return
  }
}

function turn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0))
}
