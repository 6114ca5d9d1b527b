import { headerBytes } from '../../setup/client.ts'
import { equal } from '../assert.ts'
import type { FaceCase } from '../face-case.ts'

const withId = { stream: ['id: 7\ndata: first\n\n', 'data: second\n\n'] }

/** `reconnect()`: drops the connection, or the wait, and connects now. */
export const reconnectByHand: FaceCase[] = [
  {
    name: 'FetchEventSource: reconnect() while it is open',
    async run(context) {
      const probe = context.connectSource('events', withId)
      await probe.received(1)
      probe.source.reconnect()
      equal(probe.readyState, 0)
      equal(await probe.data(2), ['first', 'second'])
      equal(probe.readyState, 1)
      const { requests } = await probe.endpoint.until({ open: 1 })
      equal(requests[0]!.ended?.by, 'client')
      equal(headerBytes(requests[1]!, 'last-event-id'), ['7'])
      equal(probe.errors, [])
    },
  },
  {
    name: 'FetchEventSource: reconnect() while it waits',
    async run(context) {
      const probe = context.connectSource('end,events', withId, { reconnect: { delay: 100_000 } })
      await probe.lost(1)
      probe.source.reconnect()
      equal(await probe.data(2), ['first', 'second'])
      equal((await probe.endpoint.state()).requests.length, 2)
    },
  },
  {
    name: 'FetchEventSource: reconnect() while it connects',
    async run(context) {
      const probe = context.connectSource('hang,events', withId)
      await probe.endpoint.request(1)
      probe.source.reconnect()
      equal(await probe.data(1), ['second'])
      const { requests } = await probe.endpoint.until({ open: 1 })
      equal(
        requests.map(({ ended }) => ended?.by),
        ['client', undefined],
      )
      equal(probe.losses, [])
    },
  },
  {
    name: 'FetchEventSource: reconnect() before it connects is one request',
    async run(context) {
      const probe = context.connectSource('events', withId)
      probe.source.reconnect()
      equal(await probe.data(1), ['first'])
      await context.roundTrip()
      equal((await probe.endpoint.state()).requests.length, 1)
    },
  },
  {
    name: 'FetchEventSource: reconnect() in a listener, in mid-chunk, drops the rest of the chunk',
    async run(context) {
      const stream = ['id: 1\ndata: 1\n\nid: 2\ndata: 2\n\n', 'data: again\n\n']
      const probe = context.connectSource('events', { stream })
      probe.source.addEventListener('message', () => probe.source.reconnect(), { once: true })
      equal(await probe.data(2), ['1', 'again'])
      equal(headerBytes(await probe.endpoint.request(2), 'last-event-id'), ['1'])
    },
  },
  {
    name: "FetchEventSource: reconnect() in 'error' does not wait",
    async run(context) {
      const probe = context.connectSource('end,events', withId, { reconnect: { delay: 100_000 } })
      probe.source.addEventListener('error', () => probe.source.reconnect(), { once: true })
      equal(await probe.data(2), ['first', 'second'])
    },
  },
  {
    name: 'FetchEventSource: reconnect() of a POST without an ID sends it again',
    async run(context) {
      const init = { method: 'POST', body: 'question' }
      const probe = context.connectSource('events', {}, init)
      await probe.opened()
      probe.source.reconnect()
      await probe.opened(2)
      const { requests } = await probe.endpoint.state()
      equal(
        requests.map(({ body }) => body),
        ['question', 'question'],
      )
    },
  },
  {
    name: 'FetchEventSource: reconnect() many times is one connection at any time',
    async run(context) {
      const probe = context.connectSource('events', withId)
      await probe.opened()
      for (let count = 2; count <= 10; count++) {
        probe.source.reconnect()
        probe.source.reconnect()
        await probe.opened(count)
      }
      await probe.endpoint.until({ requests: 10, open: 1 })
    },
  },
  {
    name: 'FetchEventSource: reconnect() after close() does nothing',
    async run(context) {
      const probe = context.connectSource('events')
      await probe.opened()
      probe.close()
      probe.source.reconnect()
      equal(probe.readyState, 2)
      await context.roundTrip()
      equal((await probe.endpoint.state()).requests.length, 1)
    },
  },
  {
    name: 'FetchEventSource: reconnect() after a failure does nothing',
    async run(context) {
      const probe = context.connectSource('status-404')
      await probe.failure()
      probe.source.reconnect()
      equal(probe.readyState, 2)
      await context.roundTrip()
      equal((await probe.endpoint.state()).requests.length, 1)
    },
  },
]
