import { equal, ok } from '../assert.ts'
import { bothFaces, type FaceCase } from '../face-case.ts'

const stream = 'data: a\n\n'
const responses = [
  { what: 'status 201', params: { status: '201', type: 'text/event-stream' } },
  { what: 'status 206', params: { status: '206', type: 'text/event-stream' } },
  { what: 'no content type', params: {} },
  { what: 'text/plain', params: { type: 'text/plain' } },
  { what: 'application/x-ndjson', params: { type: 'application/x-ndjson' } },
]

/** The option `accept`: whether a response is an event stream. */
export const accept: FaceCase[] = [
  ...responses.flatMap(({ what, params }) => [
    ...bothFaces(`${what} is refused without it`, async (connect) => {
      const error = await connect('type', { ...params, stream }).failure()
      equal(error.code, 'status' in params ? 'http-status' : 'content-type')
      equal(error.phase, 'refused')
    }),
    ...bothFaces(`${what} is read where it says so`, async (connect) => {
      const seen: number[] = []
      const accept = ({ status }: Response) => seen.push(status) > 0
      const probe = connect('type', { ...params, stream }, { accept })
      equal(await probe.data(1), ['a'])
      equal(seen, ['status' in params ? Number(params.status) : 200])
    }),
  ]),

  ...bothFaces('an event stream is refused where it says no', async (connect) => {
    const probe = connect('events', { stream }, { accept: () => false })
    const { code, message } = await probe.failure()
    equal(code, 'content-type')
    ok(message.includes('accept'), `accept in: ${message}`)
    const { requests } = await probe.endpoint.until({ requests: 1, open: 0 })
    equal(requests[0]!.ended?.by, 'client')
  }),

  ...bothFaces('204 is the end, whatever it says', async (connect) => {
    const probe = connect('status-204', {}, { accept: () => true })
    await probe.done()
  }),

  ...[
    {
      what: 'throws',
      accept: () => {
        throw new Error('a bug')
      },
    },
    { what: 'gives a promise', accept: (async () => true) as never },
    { what: 'gives a word', accept: (() => 'yes') as never },
  ].flatMap(({ what, accept }) =>
    bothFaces(
      `one that ${what} is reported, and the standard decides`,
      async (connect, context) => {
        const probe = connect('type', { type: 'text/plain', stream }, { accept })
        equal((await probe.failure()).code, 'content-type')
        const [error] = await context.uncaught.take(1)
        ok(error instanceof Error, 'an error')
        if (what !== 'throws')
          ok(error.message.includes('accept: expected true or false'), error.message)
        const other = connect('events', { stream }, { accept })
        equal(await other.data(1), ['a'])
        await context.uncaught.take(1)
      },
    ),
  ),
]
