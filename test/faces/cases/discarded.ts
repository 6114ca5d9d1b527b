import { equal, ok } from '../assert.ts'
import { bothFaces, type FaceCase } from '../face-case.ts'
import type { Probe } from '../probe.ts'

function discardedBy(probe: Probe): unknown[] {
  return probe.records.flatMap((record) =>
    record.type === 'discarded' ? [[record.kind, record.text]] : [],
  )
}

/** What the standard throws away, as the trace tells it. */
export const discarded: FaceCase[] = [
  ...bothFaces('a field that is none', async (connect) => {
    const stream = 'daat: typo\n{"bid":1}\ndata: a\n\n'
    const probe = connect('events', { stream })
    equal(await probe.data(1), ['a'])
    const all = discardedBy(probe) as [string, string][]
    equal(
      all.map(([kind]) => kind),
      ['unknown-field', 'unknown-field'],
    )
    ok(all[0]![1].includes('typo') && all[1]![1].includes('bid'), 'the texts')
  }),

  ...bothFaces('an event without its last blank line', async (connect) => {
    const probe = connect('end,status-404', { stream: ['data: a\n\ndata: b\n'] })
    await probe.failure()
    equal(discardedBy(probe), [['unfinished-event', 'data: b\n']])
    equal(
      probe.events.map(({ data }) => data),
      ['a'],
    )
  }),

  ...bothFaces('at most 200 characters of it', async (connect) => {
    const stream = `${'x'.repeat(1000)}\ndata: a\n\n`
    const probe = connect('events', { stream })
    await probe.received(1)
    const [[, text]] = discardedBy(probe) as [[string, string]]
    equal(text, 'x'.repeat(200))
  }),

  {
    name: 'FetchEventSource: says that its fetch option is heeded',
    async run({ millrace }) {
      const source = millrace.FetchEventSource as unknown as Record<symbol, unknown>
      equal(source[Symbol.for('eventsource.supports-fetch-override')], true)
    },
  },
]
