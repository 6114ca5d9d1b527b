import { equal, rejection } from '../assert.ts'
import { bothFaces, type FaceCase } from '../face-case.ts'
import { type Probe, SourceProbe } from '../probe.ts'

const three = 'data: 1\n\ndata: 2\n\ndata: 3\n\n'

const reason = new Error('not any more')

/** That it was aborted: the loop throws the reason, the class closes without an error event. */
async function showAborted(probe: Probe): Promise<void> {
  const { how, error } = await probe.ended()
  if (probe instanceof SourceProbe) {
    equal([how, error], ['aborted', undefined])
    equal(
      probe.errors.filter(({ reconnectIn }) => reconnectIn === null),
      [],
    )
  } else {
    equal([how, error], ['loop threw', reason])
  }
  equal(probe.readyState, 2)
}

/** The option `signal`, in each phase. */
export const aborting: FaceCase[] = [
  ...bothFaces('before the start sends nothing', async (connect, context) => {
    const probe = connect('events', {}, { signal: AbortSignal.abort(reason) })
    await showAborted(probe)
    await context.roundTrip()
    equal((await probe.endpoint.state()).requests, [])
  }),

  ...bothFaces('before it connects sends nothing', async (connect, context) => {
    const controller = new AbortController()
    const probe = connect('events', {}, { signal: controller.signal })
    controller.abort(reason)
    await showAborted(probe)
    await context.roundTrip()
    equal((await probe.endpoint.state()).requests, [])
  }),

  ...bothFaces('while it connects ends the request', async (connect) => {
    const controller = new AbortController()
    const probe = connect('hang', {}, { signal: controller.signal })
    await probe.endpoint.request(1)
    controller.abort(reason)
    await showAborted(probe)
    const { requests } = await probe.endpoint.until({ open: 0 })
    equal(requests[0]!.ended?.by, 'client')
  }),

  ...bothFaces('while it is open ends the stream', async (connect) => {
    const controller = new AbortController()
    const probe = connect('events', { stream: three }, { signal: controller.signal })
    await probe.received(3)
    controller.abort(reason)
    await showAborted(probe)
    const { requests } = await probe.endpoint.until({ open: 0 })
    equal(requests[0]!.ended?.by, 'client')
  }),

  ...bothFaces('while it waits leaves it at that', async (connect, context) => {
    const controller = new AbortController()
    const { signal } = controller
    const probe = connect('end', {}, { signal, reconnect: { delay: 100_000 } })
    await probe.lost(1)
    controller.abort(reason)
    await showAborted(probe)
    await context.roundTrip()
    equal((await probe.endpoint.state()).requests.length, 1)
  }),

  ...bothFaces('while headers is under way sends nothing', async (connect, context) => {
    const controller = new AbortController()
    const asked = Promise.withResolvers<void>()
    const headers = () => {
      asked.resolve()
      return new Promise<never>(() => {})
    }
    const probe = connect('events', {}, { signal: controller.signal, headers })
    await asked.promise
    controller.abort(reason)
    await showAborted(probe)
    await context.roundTrip()
    equal((await probe.endpoint.state()).requests, [])
  }),

  ...bothFaces('after the end changes nothing', async (connect) => {
    const controller = new AbortController()
    const probe = connect('status-404', {}, { signal: controller.signal })
    await probe.failure()
    const { outcome } = probe
    controller.abort(reason)
    equal(probe.outcome, outcome)
    equal(probe.records.filter(({ type }) => type === 'closed').length, 1)
  }),

  ...bothFaces('leaves no listener on the signal after close()', async (connect) => {
    const { signal } = new AbortController()
    const listeners = new Set<unknown>()
    const { addEventListener, removeEventListener } = signal
    signal.addEventListener = (type: string, listener: EventListener) => {
      listeners.add(listener)
      addEventListener.call(signal, type, listener)
    }
    signal.removeEventListener = (type: string, listener: EventListener) => {
      listeners.delete(listener)
      removeEventListener.call(signal, type, listener)
    }
    const probe = connect('events', {}, { signal })
    await probe.opened()
    equal(listeners.size, 1)
    probe.close()
    equal(listeners.size, 0)
  }),

  {
    name: 'FetchEventSource: in a listener, in mid-chunk, is the end of the chunk',
    async run(context) {
      const controller = new AbortController()
      const { signal } = controller
      const probe = context.connectSource('events', { stream: three }, { signal })
      probe.source.onmessage = () => controller.abort(reason)
      await showAborted(probe)
      await probe.endpoint.until({ requests: 1, open: 0 })
      equal(probe.events.length, 1)
    },
  },
  {
    name: 'fetchEvents: in the loop, in mid-chunk, throws the reason at the next event',
    async run(context) {
      const controller = new AbortController()
      const { signal } = controller
      const { endpoint, stream } = context.stream('events', { stream: three }, { signal })
      equal((await stream.next()).value?.data, '1')
      controller.abort(reason)
      equal(await rejection(stream.next()), reason)
      equal(await stream.next(), { value: undefined, done: true })
      await endpoint.until({ requests: 1, open: 0 })
    },
  },
  {
    name: 'fetchEvents: settles every next() that is pending, the first with the reason',
    async run(context) {
      const controller = new AbortController()
      const { stream, endpoint } = context.stream('events', {}, { signal: controller.signal })
      const pending = [rejection(stream.next()), stream.next(), stream.next()]
      await endpoint.until({ open: 1 })
      controller.abort(reason)
      const done = { value: undefined, done: true } as const
      equal(await Promise.all(pending), [reason, done, done])
    },
  },
  {
    name: 'fetchEvents: before the first next(), next() throws the reason',
    async run(context) {
      const controller = new AbortController()
      const { stream, endpoint } = context.stream('events', {}, { signal: controller.signal })
      controller.abort(reason)
      equal(await rejection(stream.next()), reason)
      equal((await endpoint.state()).requests, [])
    },
  },
]
