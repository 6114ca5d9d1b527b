import { type Endpoint, headerBytes } from '../setup/client.ts'
import { catchUncaught } from '../setup/uncaught.ts'

/** What a platform does otherwise than others, and the sources work around; users notice nothing of it. */
export interface Quirk {
  /** What it would do without the quirk, and does everywhere else. */
  name: string
  /** Runtimes, or single places in them. */
  places: string[]
  /** What can go from the sources when no place is left. */
  workaround: string
  /** Whether it does so here, asked of the platform alone. */
  holds(endpoint: Endpoint): boolean | Promise<boolean>
}

const node = ['Node 20', 'Node 22', 'Node 24', 'Node 26']

export const quirks: Quirk[] = [
  {
    name: "fetch with cache: 'no-store' sends Cache-Control: no-cache",
    places: ['Deno', 'Bun'],
    workaround: 'needsCacheControl() in platform/quirks.ts',
    async holds(endpoint) {
      await (await fetch(endpoint.url('end'), { cache: 'no-store' })).text()
      return headerBytes(await endpoint.request(1), 'cache-control').join() === 'no-cache'
    },
  },
  {
    name: 'fetch takes a streamed body without duplex',
    places: [...node, 'Chromium'],
    workaround: 'duplex in session/request.ts',
    holds: ({ origin }) =>
      !throws(() => new Request(origin, { method: 'POST', body: new ReadableStream() })),
  },
  {
    name: 'an error of fetch has no cause',
    places: [...node, 'Deno'],
    workaround: 'causeOf() in session/lost-connection.ts',
    async holds(endpoint) {
      const error = await errorOfFetch(await endpoint.reserve())
      return error.cause === undefined
    },
  },
  {
    name: 'the message of an error of fetch, or of its cause, does not tell the query',
    places: ['Deno'],
    workaround: 'redactText() in session/lost-connection.ts',
    async holds(endpoint) {
      const { message, cause } = await errorOfFetch(`${await endpoint.reserve()}/?secret`)
      return !`${message} ${cause instanceof Error && cause.message}`.includes('secret')
    },
  },
  {
    name: 'no property of an error of fetch has the URL',
    places: ['Bun'],
    workaround: "'path' in session/lost-connection.ts",
    holds: async (endpoint) => !('path' in (await errorOfFetch(await endpoint.reserve()))),
  },
  {
    name: 'a decoder that streams drops no BOM at the start of a later chunk',
    places: ['Deno', 'workerd'],
    workaround: 'the remark in stream/utf8.ts',
    holds() {
      const decoder = new TextDecoder()
      const chunks = [Uint8Array.of(0x61), Uint8Array.of(0xef, 0xbb, 0xbf)]
      const texts = chunks.map((chunk) => decoder.decode(chunk, { stream: true }))
      return texts.join('') === 'a\ufeff'
    },
  },
  {
    name: 'every listener finds the target in event.currentTarget',
    places: node,
    workaround: 'the target in faces/event-handler.ts',
    holds() {
      const target = new EventTarget()
      const seen: unknown[] = []
      for (let count = 0; count < 2; count++)
        target.addEventListener('probe', ({ currentTarget }) => seen.push(currentTarget))
      target.dispatchEvent(new Event('probe'))
      return seen.every((one) => one === target)
    },
  },
  {
    name: 'an event target calls no function only because a property gives it',
    places: ['workerd'],
    workaround: 'callsHandlerProperties() in platform/quirks.ts',
    holds() {
      let isCalled = false
      const target = Object.assign(new EventTarget(), { onprobe: () => void (isCalled = true) })
      target.dispatchEvent(new Event('probe'))
      return !isCalled
    },
  },
  {
    name: 'dispatchEvent does not throw what a listener throws',
    places: ['workerd'],
    workaround: 'the catch in faces/fetch-event-source.ts',
    async holds() {
      const target = new EventTarget()
      target.addEventListener('probe', () => {
        throw new Error('Of a listener')
      })
      const uncaught = catchUncaught()
      const isThrown = throws(() => target.dispatchEvent(new Event('probe')))
      if (!isThrown) await uncaught.take(1)
      uncaught.stop()
      return !isThrown
    },
  },
  {
    name: 'there is reportError',
    places: node,
    workaround: 'setTimeout in reportException() in platform/report.ts',
    holds: () => 'reportError' in globalThis,
  },
]

async function errorOfFetch(url: string): Promise<Error> {
  try {
    await fetch(url)
  } catch (error) {
    return error as Error
  }
  throw new Error('It was answered')
}

function throws(run: () => unknown): boolean {
  try {
    run()
    return false
  } catch {
    return true
  }
}
