import type { Attempt, EventSourceError } from '../../../src/index.ts'
import { equal } from '../assert.ts'
import { bothFaces, type FaceCase } from '../face-case.ts'

const stream = ['data: 1\n\n', 'data: no number\n\n']

function parse(data: string): number {
  if (data !== '1') throw new RangeError('expected a number')
  return 1
}

/** `error.attempt`: every error has the number of its attempt, whatever went wrong in it. */
export const attemptNumber: FaceCase[] = [
  ...bothFaces('an event that is too large', async (connect) => {
    const large = ['data: 1\n\n', `data: ${'x'.repeat(200)}\n\n`]
    const probe = connect('end,events', { stream: large }, { maxEventSize: 100 })
    const { code, attempt } = await probe.failure()
    equal([code, attempt], ['event-too-large', 2])
  }),

  ...bothFaces('a URL that fetch cannot do', async (connect) => {
    const request = ({ number }: Attempt) => (number === 1 ? {} : { url: 'ftp://example.com/' })
    const probe = connect('end', { stream }, { request })
    const { code, attempt, phase } = await probe.failure()
    equal([code, attempt, phase], ['network', 2, 'unsent'])
  }),

  ...bothFaces('data that parse refuses, in onInvalid', async (connect) => {
    const told: EventSourceError[] = []
    const onInvalid = (error: EventSourceError) => void told.push(error)
    const probe = connect('end,end,events', { stream }, { parse, onInvalid })
    await probe.opened(3)
    equal(
      told.map(({ code, attempt, phase }) => [code, attempt, phase]),
      [['invalid-data', 2, 'streaming']],
    )
  }),

  {
    name: 'FetchEventSource: data that parse refuses, in the error event',
    async run(context) {
      const probe = context.connectSource('end,end,events', { stream }, { parse })
      await probe.opened(3)
      const invalid = probe.errors.filter(({ error }) => error.code === 'invalid-data')
      equal(
        invalid.map(({ error }) => error.attempt),
        [2],
      )
    },
  },
  {
    name: 'fetchEvents: data that parse refuses, thrown',
    async run(context) {
      const probe = context.connectLoop('end,events', { stream }, { parse })
      const { code, attempt } = await probe.failure()
      equal([code, attempt], ['invalid-data', 2])
    },
  },
]
