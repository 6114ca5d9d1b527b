import type { EventSourceError } from '../../../src/index.ts'
import { equal, ok } from '../assert.ts'
import type { CaseContext } from '../context.ts'
import { bothFaces, type FaceCase, post } from '../face-case.ts'

const two = 'data: 1\n\ndata: 2\n\n'

/** Resolves when a silent stream has run into an `idleTimeout` of so long: who had less time by then is not counting. */
async function idleTime(context: CaseContext, milliseconds: number): Promise<void> {
  const init = { idleTimeout: milliseconds, reconnect: false } as const
  await context.connectSource('events', {}, init).failure()
}

/** `connectTimeout`, `idleTimeout` and `eventTimeout`: passing one is a lost connection. */
export const timeouts: FaceCase[] = [
  ...bothFaces('connectTimeout: GET reconnects', async (connect) => {
    const probe = connect('hang,events', {}, { connectTimeout: 200 })
    await probe.opened()
    equal((await probe.lost(1)).error.code, 'connect-timeout')
    equal((await probe.endpoint.request(1)).ended?.by, 'client')
  }),

  ...bothFaces('connectTimeout: POST fails', async (connect) => {
    const probe = connect('hang', {}, { ...post, connectTimeout: 50 })
    const { code, cause } = await probe.failure()
    equal([code, (cause as EventSourceError).code], ['not-resumable', 'connect-timeout'])
    await probe.endpoint.until({ requests: 1, open: 0 })
  }),

  ...bothFaces('connectTimeout: has no say once the headers came', async (connect, context) => {
    const probe = connect('events', {}, { connectTimeout: 1000 })
    await probe.opened()
    await idleTime(context, 1200)
    equal([probe.readyState, probe.losses.length], [1, 0])
  }),

  ...bothFaces('idleTimeout: a stream that never says a word', async (connect) => {
    const probe = connect('events', {}, { idleTimeout: 50 })
    const { error } = await probe.lost(1)
    equal(error.code, 'idle-timeout')
    const { requests } = await probe.endpoint.until({ requests: 2 })
    equal(requests[0]!.ended?.by, 'client')
  }),

  ...bothFaces('idleTimeout: a stream that falls silent', async (connect) => {
    const probe = connect('events', { stream: two }, { idleTimeout: 100, reconnect: false })
    equal((await probe.failure()).code, 'idle-timeout')
    equal(await probe.data(2), ['1', '2'])
  }),

  ...bothFaces('idleTimeout: POST fails without an ID', async (connect) => {
    const probe = connect('events', { stream: two }, { ...post, idleTimeout: 50 })
    const { code, cause } = await probe.failure()
    equal([code, (cause as EventSourceError).code], ['not-resumable', 'idle-timeout'])
  }),

  ...bothFaces('idleTimeout: heartbeats keep a stream alive', async (connect) => {
    let heartbeats = 0
    const enough = Promise.withResolvers<void>()
    const onComment = () => ++heartbeats === 100 && enough.resolve()
    const probe = connect('heartbeats', {}, { idleTimeout: 1500, onComment })
    await enough.promise
    equal([probe.readyState, probe.losses.length], [1, 0])
  }),

  ...bothFaces('eventTimeout: heartbeats do not keep a stream alive', async (connect) => {
    let heartbeats = 0
    const onComment = () => void heartbeats++
    const probe = connect(
      'heartbeats',
      { stream: two },
      { eventTimeout: 200, idleTimeout: 2000, onComment },
    )
    const { error } = await probe.lost(1)
    equal(error.code, 'idle-timeout')
    ok(error.message.includes('event'), 'what there was none of')
    ok(heartbeats > 0, 'heartbeats all the while')
    equal(await probe.data(2), ['1', '2'])
  }),

  ...bothFaces('eventTimeout: every event begins it anew', async (connect, context) => {
    const probe = connect('events', { stream: two }, { eventTimeout: 2000 })
    for (let count = 3; count <= 5; count++) {
      await idleTime(context, 700)
      await probe.endpoint.write(`data: ${count}\n\n`)
      await probe.received(count)
    }
    equal(probe.losses, [])
  }),

  ...(['idleTimeout', 'eventTimeout'] as const).map((timeout): FaceCase => ({
    name: `fetchEvents: ${timeout} pauses while the loop is slow`,
    async run(context) {
      const init = { [timeout]: 250 }
      const { stream, endpoint, records } = context.stream('events', { stream: two }, init)
      equal((await stream.next()).value?.data, '1')
      await idleTime(context, 600)
      const { requests, open } = await endpoint.state()
      equal([requests.length, open], [1, 1])
      equal((await stream.next()).value?.data, '2')
      // From here on it is the server that is slow.
      void stream.next()
      await endpoint.until({ requests: 2 })
      const lost = records.find((record) => record.type === 'lost')
      equal(lost?.error.code, 'idle-timeout')
    },
  })),
]
