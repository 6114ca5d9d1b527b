import { equal } from '../assert.ts'
import { bothFaces, type FaceCase } from '../face-case.ts'
import type { Probe } from '../probe.ts'

const two = 'data: 1\n\ndata: 2\n\n'

/** `close()` in a callback is as final as anywhere else. */
export const closingInCallbacks: FaceCase[] = [
  ...bothFaces('in headers sends nothing', async (connect, context) => {
    const headers = () => {
      probe.close()
      return {}
    }
    const probe: Probe = connect('events', {}, { headers })
    await probe.ended()
    await context.roundTrip()
    equal((await probe.endpoint.state()).requests, [])
  }),

  ...bothFaces('in parse delivers nothing', async (connect) => {
    const parse = (data: string) => {
      probe.close()
      return data
    }
    const probe: Probe = connect('events', { stream: two }, { parse })
    await probe.ended()
    await probe.endpoint.until({ requests: 1, open: 0 })
    equal(probe.events, [])
  }),

  ...bothFaces('in parse that throws delivers nothing, not even an error', async (connect) => {
    const parse = () => {
      probe.close()
      throw new Error('bad data')
    }
    const probe: Probe = connect('events', { stream: two }, { parse })
    equal((await probe.ended()).error, undefined)
    await probe.endpoint.until({ requests: 1, open: 0 })
    equal(probe.events, [])
  }),

  ...bothFaces('in onComment delivers nothing', async (connect) => {
    const onComment = () => probe.close()
    const probe: Probe = connect('events', { stream: `: enough\n${two}` }, { onComment })
    await probe.ended()
    await probe.endpoint.until({ requests: 1, open: 0 })
    equal(probe.events, [])
  }),

  ...bothFaces('in decide is the end, whatever that says', async (connect, context) => {
    const decide = () => {
      probe.close()
      return true
    }
    const probe: Probe = connect('end', {}, { reconnect: { decide } })
    equal((await probe.ended()).error, undefined)
    await context.roundTrip()
    equal([(await probe.endpoint.state()).requests.length, probe.losses.length], [1, 0])
  }),

  ...bothFaces('in fetch connects no more', async (connect) => {
    const probe: Probe = connect(
      'events',
      { stream: two },
      {
        fetch(url, init) {
          probe.close()
          return fetch(url, init)
        },
      },
    )
    await probe.ended()
    await probe.endpoint.until({ open: 0 })
    equal([probe.events.length, probe.opens], [0, 0])
  }),
]
