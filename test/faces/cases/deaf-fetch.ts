import type { FetchLikeInit } from '../../../src/index.ts'
import { equal } from '../assert.ts'
import { bothFaces, type FaceCase } from '../face-case.ts'

/** A `fetch` that does not listen to its signal, as some stand-ins do not. */
function deafFetch(url: string, { signal: _signal, ...init }: FetchLikeInit): Promise<Response> {
  return fetch(url, init)
}

/** No socket is left behind, even where aborting the signal ends nothing. */
export const deafFetchCases: FaceCase[] = [
  ...bothFaces('close() ends the stream', async (connect) => {
    const probe = connect('events', { stream: 'data: 1\n\n' }, { fetch: deafFetch })
    await probe.received(1)
    probe.close()
    await probe.ended()
    const { requests } = await probe.endpoint.until({ open: 0 })
    equal(requests[0]!.ended?.by, 'client')
  }),

  ...bothFaces('close() while it connects ends the stream when it comes', async (connect) => {
    const closed = Promise.withResolvers<void>()
    const probe = connect(
      'events',
      { stream: 'data: 1\n\n' },
      {
        async fetch(url, init) {
          const response = await deafFetch(url, init)
          await closed.promise
          return response
        },
      },
    )
    await probe.endpoint.until({ open: 1 })
    probe.close()
    await probe.ended()
    closed.resolve()
    const { requests } = await probe.endpoint.until({ open: 0 })
    equal([requests[0]!.ended?.by, probe.opens], ['client', 0])
  }),

  {
    name: "FetchEventSource: close() in 'open' ends the stream",
    async run(context) {
      const init = { fetch: deafFetch }
      const probe = context.connectSource('events', { stream: 'data: 1\n\n' }, init)
      probe.source.onopen = () => probe.close()
      await probe.ended()
      await probe.endpoint.until({ requests: 1, open: 0 })
      equal(probe.events, [])
    },
  },

  ...bothFaces('a timeout ends the stream before the next attempt', async (connect) => {
    const probe = connect('events', {}, { fetch: deafFetch, idleTimeout: 100 })
    await probe.opened(2)
    const { requests } = await probe.endpoint.until({ requests: 2 })
    equal(requests[0]!.ended?.by, 'client')
  }),

  ...bothFaces('a refused response is given up before the next attempt', async (connect) => {
    const reconnect = { statuses: [503] }
    const init = { fetch: deafFetch, reconnect }
    const probe = connect('status-503,events', { body: 'endless' }, init)
    await probe.opened()
    equal((await probe.endpoint.request(1)).ended?.by, 'client')
  }),

  ...bothFaces('an event that is too large ends the stream', async (connect) => {
    const init = { fetch: deafFetch, maxEventSize: 100 }
    const probe = connect('events', { stream: `data: ${'x'.repeat(200)}` }, init)
    equal((await probe.failure()).code, 'event-too-large')
    await probe.endpoint.until({ requests: 1, open: 0 })
  }),
]
