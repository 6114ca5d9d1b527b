import type { EventSourceError } from '../../../src/index.ts'
import { equal } from '../assert.ts'
import { bothFaces, type FaceCase, post } from '../face-case.ts'

const phases = [
  { route: 'hang-up', phase: 'unanswered' },
  { route: 'status-500', phase: 'refused' },
  { route: 'type', phase: 'refused' },
] as const

/** `error.phase`: how far the attempt had got. */
export const phase: FaceCase[] = [
  ...phases.flatMap(({ route, phase }) =>
    bothFaces(`after ${route} it is ${phase}`, async (connect) => {
      const probe = connect(route, {}, { reconnect: false })
      equal((await probe.failure()).phase, phase)
    }),
  ),

  ...bothFaces('after a connection that was cut off it is streaming', async (connect) => {
    const probe = connect('events', { stream: 'data: a\n\n' }, { ...post, reconnect: false })
    await probe.received(1)
    await probe.endpoint.cut()
    equal((await probe.failure()).phase, 'streaming')
  }),

  ...bothFaces('after headers that threw it is unsent', async (connect) => {
    const headers = () => Promise.reject(new Error('no token'))
    equal((await connect('events', {}, { headers, reconnect: false }).failure()).phase, 'unsent')
  }),

  ...bothFaces('after a timeout it is how far the attempt had got', async (connect) => {
    const init = { reconnect: false as const }
    const never = () => new Promise<never>(() => {})
    const unsent = connect('events', {}, { ...init, connectTimeout: 30, headers: never })
    equal((await unsent.failure()).phase, 'unsent')
    const unanswered = connect('hang', {}, { ...init, connectTimeout: 30 })
    equal((await unanswered.failure()).phase, 'unanswered')
    const streaming = connect('events', { stream: 'data: a\n\n' }, { ...init, idleTimeout: 30 })
    equal((await streaming.failure()).phase, 'streaming')
  }),

  ...bothFaces('decide repeats only a POST that no one answered', async (connect) => {
    const decide = (e: EventSourceError) => e.phase === 'unanswered' || undefined
    const init = { ...post, reconnect: { decide } }
    const probe = connect('hang-up,events', { stream: ['', 'data: a\n\n'] }, init)
    await probe.received(1)
    await probe.endpoint.cut()
    const error = await probe.failure()
    equal([error.phase, error.attempt], ['streaming', 2])
    equal((await probe.lost(1)).error.phase, 'unanswered')
    equal((await probe.endpoint.state()).requests.length, 2)
  }),
]
