import type { Attempt } from '../../../src/index.ts'
import { headerBytes } from '../../setup/client.ts'
import { equal } from '../assert.ts'
import { bothFaces, type FaceCase, methods } from '../face-case.ts'

/** A `headers` function that counts its tokens, and notes what it was asked with. */
function tokens() {
  const asked: (number | undefined)[] = []
  const headers = ({ error }: Attempt) => {
    asked.push(error?.status)
    return { authorization: `Bearer ${asked.length}` }
  }
  return { asked, headers }
}

/** 401, and `headers` is a function: it is asked once more, at once. */
export const unauthorized: FaceCase[] = [
  ...methods.flatMap(([method, init]) => [
    ...bothFaces(`${method} asks for headers once more, at once`, async (connect) => {
      const { asked, headers } = tokens()
      const reconnect = { delay: 60_000, maxDelay: 60_000 }
      const probe = connect('status-401,events', {}, { ...init, headers, reconnect })
      await probe.opened()
      equal(asked, [undefined, 401])
      const { requests } = await probe.endpoint.state()
      equal(
        requests.map((request) => headerBytes(request, 'authorization')),
        [['Bearer 1'], ['Bearer 2']],
      )
    }),

    ...bothFaces(`${method} fails when that is refused too`, async (connect) => {
      const { asked, headers } = tokens()
      const probe = connect('status-401', {}, { ...init, headers })
      const error = await probe.failure()
      equal([error.code, error.status, error.attempt], ['http-status', 401, 2])
      equal(asked, [undefined, 401])
      equal((await probe.endpoint.state()).requests.length, 2)
    }),

    ...bothFaces(`${method} fails at once where headers is a value`, async (connect) => {
      const headers = { authorization: 'Bearer 1' }
      const probe = connect('status-401', {}, { ...init, headers })
      equal((await probe.failure()).status, 401)
      equal((await probe.endpoint.state()).requests.length, 1)
    }),
  ]),

  ...bothFaces('asks once more again after a stream in between', async (connect) => {
    const { asked, headers } = tokens()
    const probe = connect('status-401,end,status-401,events', {}, { headers })
    await probe.opened(2)
    equal(asked, [undefined, 401, undefined, 401])
    equal((await probe.endpoint.state()).requests.length, 4)
  }),

  ...bothFaces('an unread endless 401 frees its socket first', async (connect) => {
    const { headers } = tokens()
    const probe = connect('status-401,events', { body: 'endless' }, { headers })
    await probe.opened()
    const { requests } = await probe.endpoint.until({ open: 1 })
    equal(requests[0]!.ended?.by, 'client')
  }),
]
