import { equal, ok } from '../assert.ts'
import { bothFaces, type FaceCase } from '../face-case.ts'
import type { Probe } from '../probe.ts'

/** An attempt that was good: an event came. */
const good = 'data: a\n\n'

async function waits(probe: Probe, count: number): Promise<number[]> {
  await probe.lost(count)
  return probe.losses.slice(0, count).map(({ reconnectIn }) => Math.round(reconnectIn))
}

function between(value: number, least: number, most: number): void {
  ok(value >= least && value <= most, `${least} to ${most} ms, not ${value}`)
}

/** How long to wait until the next attempt; see also `Retry-After`. */
export const delays: FaceCase[] = [
  ...bothFaces('three seconds by default', async (connect) => {
    const reconnect = { delay: undefined, maxDelay: undefined }
    const probe = connect('end', { stream: good }, { reconnect })
    equal(await waits(probe, 1), [3000])
  }),

  ...bothFaces("the server's retry is the floor", async (connect) => {
    const stream = `retry: 30\n${good}`
    const probe = connect(
      'end,events',
      { stream },
      { reconnect: { delay: 60_000, maxDelay: 60_000 } },
    )
    equal(await waits(probe, 1), [30])
    const { requests } = await probe.endpoint.until({ requests: 2 })
    const gap = requests[1]!.arrivedAt - requests[0]!.arrivedAt
    ok(gap >= 29, `at least 29 ms between the requests, not ${gap}`)
  }),

  ...bothFaces('retry counts without a blank line after it, and stays', async (connect) => {
    const probe = connect('end', { stream: ['retry: 5', `retry: 20\n${good}`, good, good] })
    equal(await waits(probe, 3), [1, 20, 20])
  }),

  ...bothFaces('retry may be zero', async (connect) => {
    const probe = connect('end', { stream: [`retry: 0\n${good}`, good, good] })
    equal(await waits(probe, 3), [0, 0, 0])
  }),

  ...bothFaces('retry that is no number is ignored', async (connect) => {
    const probe = connect('end', {
      stream: `retry: 1e9\nretry: -1\nretry: 60000 ms\nretry\n${good}`,
    })
    equal(await waits(probe, 1), [1])
  }),

  ...bothFaces('a retry over maxDelay is kept to', async (connect) => {
    const probe = connect('end', { stream: `retry: 60000\n${good}` })
    equal(await waits(probe, 1), [60_000])
  }),

  ...bothFaces('a retry that no timer takes waits, it does not storm', async (connect, context) => {
    const probe = connect('end', { stream: `retry: 99999999999\n${good}` })
    equal(await waits(probe, 1), [2 ** 31 - 1])
    await context.roundTrip()
    equal((await probe.endpoint.state()).requests.length, 1)
  }),

  ...bothFaces('backs off from a server that accepts and drops', async (connect) => {
    const reconnect = { delay: 10, maxDelay: 1000, factor: 1.1, jitter: false }
    const probe = connect('end', {}, { reconnect })
    equal(await waits(probe, 3), [20, 31, 43])
  }),

  ...bothFaces('backs off from connections that break', async (connect) => {
    const reconnect = { delay: 10, maxDelay: 1000, factor: 1.1, jitter: false }
    const probe = connect('reset', {}, { reconnect })
    equal(await waits(probe, 3), [20, 31, 43])
  }),

  ...bothFaces('backs off from a status in statuses', async (connect) => {
    const reconnect = { delay: 10, maxDelay: 1000, factor: 1.1, jitter: false, statuses: [503] }
    const probe = connect('status-503', {}, { reconnect })
    equal(await waits(probe, 3), [20, 31, 43])
  }),

  ...bothFaces('backs off no further than maxDelay', async (connect) => {
    const reconnect = { delay: 10, maxDelay: 25, factor: 1.1, jitter: false }
    const probe = connect('end', {}, { reconnect })
    equal(await waits(probe, 3), [20, 25, 25])
  }),

  ...bothFaces('backs off from what the reconnection time is, if that is long', async (connect) => {
    const reconnect = { delay: 200, maxDelay: 60_000, factor: 2, jitter: false }
    const probe = connect('end', {}, { reconnect })
    equal(await waits(probe, 1), [400])
  }),

  ...bothFaces('backs off by a random part with jitter', async (connect) => {
    const probe = connect('end', {}, { reconnect: { delay: 10, maxDelay: 1000, factor: 1.2 } })
    const [first, second, third] = await waits(probe, 3)
    between(first!, 10, 30)
    between(second!, 10, 54)
    between(third!, 10, 83)
    ok(first! + second! + third! < 165, 'not the whole of it')
  }),

  ...bothFaces('is back at the floor after an event', async (connect) => {
    const reconnect = { delay: 10, maxDelay: 1000, factor: 1.1, jitter: false }
    const probe = connect('end', { stream: ['', '', good, ''] }, { reconnect })
    equal(await waits(probe, 4), [20, 31, 10, 20])
  }),

  ...bothFaces('is at the floor after a connection that stood', async (connect) => {
    const reconnect = { delay: 10, maxDelay: 1000, jitter: false, stableAfter: 0 }
    const probe = connect('end', {}, { reconnect })
    equal(await waits(probe, 3), [10, 10, 10])
  }),

  ...bothFaces('spread adds up to so much to every wait', async (connect) => {
    const probe = connect('end', { stream: [good, good, good] }, { reconnect: { spread: 40 } })
    const spread = await waits(probe, 3)
    for (const wait of spread) between(wait, 1, 41)
    ok(Math.max(...spread) > 1, 'something added')
  }),

  ...bothFaces('counts the bad attempts for headers, and for the trace', async (connect) => {
    const failures: number[] = []
    const headers = (attempt: { failures: number }) => {
      failures.push(attempt.failures)
      return {}
    }
    const probe = connect('end', { stream: ['', '', good, ''] }, { headers })
    await probe.lost(4)
    equal(failures.slice(0, 4), [0, 1, 2, 0])
    const waiting = probe.records.filter((record) => record.type === 'waiting')
    equal(
      waiting.slice(0, 4).map(({ failures }) => failures),
      [1, 2, 0, 1],
    )
  }),
]
