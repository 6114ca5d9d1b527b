import type { EventSourceError } from '../../../src/index.ts'
import { equal, ok } from '../assert.ts'
import { bothFaces, type FaceCase, post } from '../face-case.ts'

/** `reconnect.decide` that gives a promise. */
export const asyncDecide: FaceCase[] = [
  ...bothFaces('reads the body of the response, and decides by it', async (connect) => {
    const decide = async ({ response }: EventSourceError) => {
      if (!response) return undefined
      // More than a turn: unread, the body would be cancelled by now.
      await new Promise((resolve) => setTimeout(resolve, 20))
      const { reason } = (await response.json()) as { reason: string }
      return reason === 'status 529' ? 1 : false
    }
    const probe = connect('status-529,events', {}, { ...post, reconnect: { decide } })
    await probe.opened()
    equal((await probe.lost(1)).error.status, 529)
    probe.close()
    const other = connect('status-400', {}, { ...post, reconnect: { decide } })
    equal((await other.failure()).status, 400)
  }),

  ...bothFaces('undefined leaves it to the table', async (connect) => {
    const init = { reconnect: { decide: async () => undefined } }
    const probe = connect('end,status-404', {}, init)
    equal((await probe.failure()).status, 404)
    equal((await probe.endpoint.state()).requests.length, 2)
  }),

  ...bothFaces('one that rejects is reported, and the table decides', async (connect, context) => {
    const bug = new Error('a bug')
    const decide = () => Promise.reject(bug)
    const probe = connect('status-404', {}, { reconnect: { decide } })
    equal((await probe.failure()).status, 404)
    equal(await context.uncaught.take(1), [bug])
  }),

  ...bothFaces('close() while it is pending wins', async (connect) => {
    const asked = Promise.withResolvers<void>()
    const answer = Promise.withResolvers<number>()
    const decide = () => {
      asked.resolve()
      return answer.promise
    }
    const probe = connect('status-503', { body: 'endless' }, { reconnect: { decide } })
    await asked.promise
    equal(probe.readyState, 0)
    probe.close()
    const { how } = await probe.ended()
    ok(['closed', 'loop done'].includes(how), 'closed')
    answer.resolve(0)
    const { requests } = await probe.endpoint.until({ requests: 1, open: 0 })
    equal([requests.length, probe.losses.length], [1, 0])
  }),

  {
    name: 'FetchEventSource: reconnect() while it is pending wins',
    async run(context) {
      const asked = Promise.withResolvers<void>()
      const answer = Promise.withResolvers<boolean>()
      const decide = () => {
        asked.resolve()
        return answer.promise
      }
      const probe = context.connectSource('status-503,events', {}, { reconnect: { decide } })
      await asked.promise
      probe.source.reconnect()
      await probe.opened()
      answer.resolve(false)
      await context.roundTrip()
      equal([probe.readyState, probe.errors.length], [1, 0])
    },
  },
]
