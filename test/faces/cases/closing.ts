import { equal } from '../assert.ts'
import { bothFaces, type FaceCase } from '../face-case.ts'

const three = 'data: 1\n\ndata: 2\n\ndata: 3\n\n'

/** `close()`, in each phase: nothing is delivered after it, and the server sees the socket go away. */
export const closing: FaceCase[] = [
  ...bothFaces('before it connects sends nothing', async (connect, context) => {
    const probe = connect('events', { stream: three })
    probe.close()
    equal(probe.readyState, 2)
    equal((await probe.ended()).error, undefined)
    await context.roundTrip()
    equal((await probe.endpoint.state()).requests, [])
  }),

  ...bothFaces('while it connects ends the request', async (connect) => {
    const probe = connect('hang')
    await probe.endpoint.request(1)
    probe.close()
    equal(probe.readyState, 2)
    const { requests } = await probe.endpoint.until({ open: 0 })
    equal(requests[0]!.ended?.by, 'client')
    await probe.ended()
  }),

  ...bothFaces('while it is open ends the stream', async (connect) => {
    const probe = connect('events', { stream: three })
    await probe.received(3)
    probe.close()
    equal(probe.readyState, 2)
    const { requests } = await probe.endpoint.until({ open: 0 })
    equal(requests[0]!.ended?.by, 'client')
    await probe.ended()
  }),

  ...bothFaces('while it waits leaves it at that', async (connect, context) => {
    const probe = connect('end', {}, { reconnect: { delay: 100_000 } })
    await probe.lost(1)
    probe.close()
    equal((await probe.ended()).error, undefined)
    await context.roundTrip()
    equal((await probe.endpoint.state()).requests.length, 1)
  }),

  ...bothFaces('twice is once', async (connect) => {
    const probe = connect('events')
    await probe.opened()
    probe.close()
    probe.close()
    await probe.ended()
    equal(probe.records.filter(({ type }) => type === 'closed').length, 1)
  }),

  ...bothFaces('after the end changes nothing', async (connect) => {
    const probe = connect('end', { stream: three }, { reconnect: false })
    const outcome = await probe.ended()
    probe.close()
    await Promise.resolve()
    equal(probe.outcome, outcome)
    equal(probe.records.filter(({ type }) => type === 'closed').length, 1)
  }),

  {
    name: 'FetchEventSource: in a listener, in mid-chunk, is the end of the chunk',
    async run(context) {
      const probe = context.connectSource('events', { stream: three })
      probe.source.addEventListener('message', () => probe.close())
      await probe.ended()
      await probe.endpoint.until({ requests: 1, open: 0 })
      equal(
        probe.events.map(({ data }) => data),
        ['1'],
      )
      equal(probe.errors, [])
    },
  },
  {
    name: 'FetchEventSource: in a listener leaves the other listeners of that event',
    async run(context) {
      const probe = context.connectSource('events', { stream: three })
      const seen: string[] = []
      probe.source.onmessage = ({ data }) => {
        probe.close()
        seen.push(`first ${data}`)
      }
      probe.source.addEventListener('message', ({ data }) => seen.push(`second ${data}`))
      await probe.ended()
      await probe.endpoint.until({ requests: 1, open: 0 })
      equal(seen, ['first 1', 'second 1'])
    },
  },
  {
    name: "FetchEventSource: in 'open' lets no event through",
    async run(context) {
      const probe = context.connectSource('events', { stream: three })
      probe.source.onopen = () => probe.close()
      await probe.ended()
      await probe.endpoint.until({ requests: 1, open: 0 })
      equal(probe.events, [])
    },
  },
  {
    name: "FetchEventSource: in 'error' is the end of reconnecting",
    async run(context) {
      const probe = context.connectSource('end')
      probe.source.onerror = () => probe.close()
      equal((await probe.ended()).how, 'closed')
      await context.roundTrip()
      equal((await probe.endpoint.state()).requests.length, 1)
      equal(probe.errors.length, 1)
    },
  },
  {
    name: 'FetchEventSource: in onComment lets no event through',
    async run(context) {
      const onComment = () => probe.close()
      const probe = context.connectSource('events', { stream: `: enough\n${three}` }, { onComment })
      await probe.ended()
      equal(probe.events, [])
    },
  },
  {
    name: "FetchEventSource: closed resolves once, with the reason 'closed'",
    async run(context) {
      const probe = context.connectSource('events')
      const { closed } = probe.source
      await probe.opened()
      probe.close()
      equal(await closed, { reason: 'closed' })
      equal(await probe.source.closed, { reason: 'closed' })
      equal(closed, probe.source.closed)
      equal(probe.errors, [])
    },
  },
  {
    name: 'FetchEventSource: closed tells the reason to who asks after the end',
    async run(context) {
      const endpoint = context.endpoint()
      const { FetchEventSource } = context.millrace
      const ended = Promise.withResolvers<void>()
      const source = new FetchEventSource(endpoint.url('status-404'))
      source.onerror = () => ended.resolve()
      await ended.promise
      const { reason, error } = await source.closed
      equal([reason, error?.status], ['failed', 404])
    },
  },
  {
    name: 'FetchEventSource: using closes',
    async run(context) {
      const endpoint = context.endpoint()
      const { FetchEventSource } = context.millrace
      let source
      {
        using inScope = new FetchEventSource(endpoint.url('events'))
        source = inScope
        await endpoint.until({ open: 1 })
      }
      equal(source.readyState, 2)
      await endpoint.until({ open: 0 })
    },
  },
]
