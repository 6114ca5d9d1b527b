import type { EventSourceError } from '../../../src/index.ts'
import { equal, ok, rejection } from '../assert.ts'
import { bothFaces, type FaceCase } from '../face-case.ts'

/** The body of a refused response: there for who reads it at once, else cancelled, so that its socket is free. */
export const refusedBodies: FaceCase[] = [
  ...bothFaces('an unread body is cancelled when it fails', async (connect) => {
    const probe = connect('status-500', { body: 'endless' })
    await probe.failure()
    const { requests } = await probe.endpoint.until({ requests: 1, open: 0 })
    equal(requests[0]!.ended?.by, 'client')
  }),

  ...bothFaces('an unread body is cancelled while it waits', async (connect) => {
    const reconnect = { statuses: [503], delay: 100_000 }
    const probe = connect('status-503', { body: 'endless' }, { reconnect })
    await probe.lost(1)
    const { requests } = await probe.endpoint.until({ open: 0 })
    equal(requests[0]!.ended?.by, 'client')
  }),

  ...bothFaces('an unread body is cancelled before the next attempt', async (connect) => {
    const reconnect = { statuses: [503] }
    const probe = connect('status-503,status-503,events', { body: 'endless' }, { reconnect })
    await probe.opened()
    const { requests } = await probe.endpoint.until({ open: 1 })
    equal(
      requests.map(({ ended, open }) => [ended?.by, open]),
      [
        ['client', 1],
        ['client', 1],
        [undefined, 1],
      ],
    )
  }),

  ...bothFaces('the unread body of a wrong content type is cancelled', async (connect) => {
    const probe = connect('type', { type: 'text/plain', stream: 'hello' })
    await probe.failure()
    const { requests } = await probe.endpoint.until({ requests: 1, open: 0 })
    equal(requests[0]!.ended?.by, 'client')
  }),

  {
    name: 'FetchEventSource: a listener reads it, when it failed for good',
    async run(context) {
      const probe = context.connectSource('status-500')
      const read = new Promise<unknown>((resolve) => {
        probe.source.addEventListener('error', ({ error }) => resolve(error!.response!.json()))
      })
      equal(await read, { reason: 'status 500' })
    },
  },
  {
    name: 'FetchEventSource: a listener reads it, when the next attempt is far',
    async run(context) {
      const reconnect = { statuses: [503], delay: 60_000 }
      const probe = context.connectSource('status-503', {}, { reconnect })
      const read = new Promise<unknown>((resolve) => {
        probe.source.addEventListener('error', ({ error }) => resolve(error!.response!.json()))
      })
      equal(await read, { reason: 'status 503' })
    },
  },
  {
    name: 'FetchEventSource: one that is being read ends when the wait is over, before the next attempt',
    async run(context) {
      const reconnect = { statuses: [503], delay: 50, maxDelay: 50 }
      const probe = context.connectSource('status-503,events', { body: 'endless' }, { reconnect })
      const read = new Promise<unknown>((resolve) => {
        probe.source.onerror = ({ error }) => {
          void error!.response!.text().catch(resolve)
        }
      })
      ok((await read) instanceof Error, 'a body that was broken off')
      await probe.opened()
      equal((await probe.endpoint.request(1)).ended?.by, 'client')
    },
  },
  ...(['close', 'reconnect'] as const).map((act): FaceCase => ({
    name: `FetchEventSource: one that is being read survives ${act}()`,
    async run(context) {
      const reconnect = { statuses: [503], delay: 60_000 }
      const { source } = context.connectSource('status-503,events', {}, { reconnect })
      const read = new Promise<unknown>((resolve) => {
        source.onerror = ({ error }) => {
          resolve(error!.response!.json())
          source[act]()
        }
      })
      equal(await read, { reason: 'status 503' })
    },
  })),
  {
    name: 'FetchEventSource: read too late, it is not there',
    async run(context) {
      const probe = context.connectSource('status-500', { body: 'endless' })
      const { response } = await probe.failure()
      await probe.endpoint.until({ requests: 1, open: 0 })
      equal(await response!.text().catch(() => ''), '')
    },
  },
  {
    name: 'fetchEvents: the catch around the loop reads it',
    async run(context) {
      const { stream } = context.stream('status-429')
      const { response } = (await rejection(stream.next())) as EventSourceError
      equal(await response!.json(), { reason: 'status 429' })
    },
  },
]
