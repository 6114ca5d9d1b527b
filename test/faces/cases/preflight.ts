import { equal, ok } from '../assert.ts'
import { bothFaces, type FaceCase, only } from '../face-case.ts'

const stream = 'id: 7\ndata: a\n\n'

/** A page of another origin than the server, which answers a preflight and allows no `Last-Event-ID`. */
export const preflight: FaceCase[] = only('page', [
  ...bothFaces('that keeps the ID out is hinted at, with the way around it', async (connect) => {
    const probe = connect('end', { stream, preflight: 'strict' })
    const { error } = await probe.lost(2)
    equal(error.code, 'network')
    ok(error.message.includes('preflight'), `the preflight in: ${error.message}`)
    ok(error.message.includes('lastEventIdParam'), `lastEventIdParam in: ${error.message}`)
    equal((await probe.endpoint.state()).requests.length, 1, 'requests that got through')
  }),

  ...bothFaces('has nothing to do with what is lost without an ID', async (connect) => {
    const probe = connect('end,hang-up', { stream: 'data: a\n\n', preflight: 'strict' })
    const { error } = await probe.lost(2)
    ok(!error.message.includes('preflight'), `no preflight in: ${error.message}`)
  }),

  ...bothFaces('is none where lastEventIdParam carries the ID', async (connect) => {
    const params = { stream: [stream, 'data: b\n\n'], preflight: 'strict' as const }
    const probe = connect('end,events', params, { lastEventIdParam: 'from' })
    equal(await probe.data(2), ['a', 'b'])
    equal((await probe.endpoint.state()).preflights, 0)
  }),
])
