import { equal, ok } from '../assert.ts'
import { bothFaces, type FaceCase } from '../face-case.ts'

const text = '{"reason":"status 500"}'

/** The option `errorBody`: the text of a refused response, in its error. */
export const errorBody: FaceCase[] = [
  ...bothFaces('without it none is read', async (connect) => {
    const probe = connect('status-500')
    equal((await probe.failure()).body, undefined)
  }),

  ...bothFaces('the text is in error.body', async (connect) => {
    const probe = connect('status-500', {}, { errorBody: 1000 })
    const error = await probe.failure()
    equal([error.code, error.status, error.body], ['http-status', 500, text])
    ok(JSON.stringify(error).includes('reason'), 'it is in its JSON')
    // It is read: no more can be had of it, which is no error.
    equal(await error.response!.text().catch(() => ''), '')
  }),

  ...bothFaces('of a wrong content type too', async (connect) => {
    const params = { type: 'text/html', stream: '<p>Log in' }
    const probe = connect('type', params, { errorBody: 9 })
    const error = await probe.failure()
    equal([error.code, error.body], ['content-type', '<p>Log in'])
    await probe.endpoint.until({ open: 0 })
  }),

  ...bothFaces('of each refusal that is tried again', async (connect) => {
    const reconnect = { statuses: [503] }
    const probe = connect('status-503,status-503,events', {}, { errorBody: 1000, reconnect })
    await probe.opened()
    equal(
      probe.losses.map(({ error }) => error.body),
      [`{"reason":"status 503"}`, `{"reason":"status 503"}`],
    )
  }),

  ...bothFaces('no more than so many bytes; the rest is cancelled', async (connect) => {
    const probe = connect('status-500', { body: 'endless' }, { errorBody: 9 })
    equal((await probe.failure()).body, text.slice(0, 9))
    const { requests } = await probe.endpoint.until({ requests: 1, open: 0 })
    equal(requests[0]!.ended?.by, 'client')
  }),

  ...bothFaces('a character that is cut is left out', async (connect) => {
    const params = { type: 'text/plain', stream: 'aé🙂' }
    const probe = connect('type', params, { errorBody: 4 })
    equal((await probe.failure()).body, 'aé')
  }),

  ...bothFaces('close() while it is read wins, and frees the socket', async (connect) => {
    const probe = connect('status-500', { body: 'endless' }, { errorBody: 1000 })
    await probe.until('a response', () => probe.records.some(({ type }) => type === 'response'))
    probe.close()
    const { how, error } = await probe.ended()
    ok(['closed', 'loop done'].includes(how) && error === undefined, 'closed, without an error')
    const { requests } = await probe.endpoint.until({ requests: 1, open: 0 })
    equal(requests[0]!.ended?.by, 'client')
  }),
]
