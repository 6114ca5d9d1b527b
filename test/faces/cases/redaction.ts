import { equal, ok } from '../assert.ts'
import { type FaceCase, bothFaces } from '../face-case.ts'
import type { Probe } from '../probe.ts'

const secret = 'sesame'
const init = { reconnect: false } as const

/** All that a log could hold of an error: its texts and fields, and those of its causes. */
function textsOf(error: unknown): string[] {
  const texts: string[] = []
  for (let at = error; at instanceof Error; at = at.cause) {
    texts.push(String(at), String(at.stack))
    for (const name of Object.getOwnPropertyNames(at)) {
      // The response is for who asks for it, and in no log.
      if (name !== 'response' && name !== 'cause') texts.push(String(Reflect.get(at, name)))
    }
  }
  return texts
}

/** Shows that nothing of the query was told, however it ended. */
async function tellsNothing(probe: Probe): Promise<void> {
  const { error } = await probe.ended()
  const errors = [error, ...probe.records.map((record) => 'error' in record && record.error)]
  const texts = [...errors.flatMap(textsOf), JSON.stringify(probe.records)]
  equal(
    texts.filter((text) => text.includes(secret)),
    [],
    'texts with the secret',
  )
}

/** The query of a URL, and its fragment, are in no error and in no record, whatever the runtime's `fetch` says of it. */
export const redaction: FaceCase[] = [
  ...['hang-up', 'hang-up,$&', 'redirect-307,hang-up', 'redirect-307,hang-up,$&'].flatMap((route) =>
    bothFaces(`a lost connection: ${route}`, async (connect) => {
      const probe = connect(route, { from: secret }, init)
      await probe.failure()
      await tellsNothing(probe)
    }),
  ),

  ...['broken-gzip', 'broken-gzip,$&', 'redirect-307,broken-gzip'].flatMap((route) =>
    bothFaces(`a body that cannot be decompressed: ${route}`, async (connect) => {
      // For WebKit (WebKitGTK 2.50) that is the end of a body; Node 20 may never tell of it.
      await tellsNothing(connect(route, { from: secret }, { ...init, idleTimeout: 1000 }))
    }),
  ),

  ...(['watchSource', 'watchLoop'] as const).map((watch): FaceCase => ({
    name: `${watch === 'watchLoop' ? 'fetchEvents' : 'FetchEventSource'}: a fragment, and a port where no one listens`,
    async run(context) {
      for (const rest of [`#${secret}`, `?from=${secret}#${secret}`, `$&?from=${secret}&$&#$&`]) {
        const endpoint = context.endpoint()
        const probe = context[watch](endpoint, `${await endpoint.reserve()}/${rest}`, init)
        equal((await probe.failure()).code, 'network')
        await tellsNothing(probe)
      }
    },
  })),

  {
    name: 'both faces: the secret of these cases would be found',
    async run() {
      const error = new TypeError('lost', { cause: new Error(`at http://a.example/?${secret}`) })
      ok(textsOf(error).join().includes(secret), 'it is found in a cause')
      ok(
        textsOf(Object.assign(new Error(), { path: secret }))
          .join()
          .includes(secret),
        'and field',
      )
    },
  },
]
