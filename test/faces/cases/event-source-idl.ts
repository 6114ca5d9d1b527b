import { headerBytes } from '../../setup/client.ts'
import { equal, ok, thrown } from '../assert.ts'
import { bothFaces, type FaceCase, only } from '../face-case.ts'

const constants = { CONNECTING: 0, OPEN: 1, CLOSED: 2 } as const

/** What the IDL of `EventSource` says, and how both faces take a URL. */
export const eventSourceIdl: FaceCase[] = [
  {
    name: 'FetchEventSource: has its constants on the class, the prototype and each source',
    async run(context) {
      const { FetchEventSource } = context.millrace
      const { source } = context.connectSource('events')
      for (const [name, value] of Object.entries(constants)) {
        for (const owner of [FetchEventSource, FetchEventSource.prototype]) {
          const expected = { value, writable: false, enumerable: true, configurable: false }
          equal(Object.getOwnPropertyDescriptor(owner, name), expected, name)
        }
        equal(source[name as keyof typeof constants], value)
      }
    },
  },
  {
    name: 'FetchEventSource: is an EventTarget, and a class that wants new and a URL',
    async run(context) {
      const { FetchEventSource } = context.millrace
      ok(FetchEventSource.prototype instanceof EventTarget, 'an EventTarget')
      equal(FetchEventSource.name, 'FetchEventSource')
      ok(
        thrown(() => Reflect.apply(FetchEventSource as never, undefined, ['/'])) instanceof
          TypeError,
        'new',
      )
    },
  },
  {
    name: 'FetchEventSource: readyState goes from CONNECTING to OPEN, back, and to CLOSED',
    async run(context) {
      const states: unknown[] = []
      const probe = context.connectSource('end,status-204', { stream: 'data: a\n\n' })
      const { source } = probe
      const note = (event: Event) => void states.push(event.type, source.readyState)
      states.push('new', source.readyState)
      for (const type of ['open', 'message', 'error']) source.addEventListener(type, note)
      await probe.ended()
      states.push('closed', source.readyState)
      equal(states, ['new', 0, 'open', 1, 'message', 1, 'error', 0, 'error', 2, 'closed', 2])
    },
  },
  {
    name: "FetchEventSource: fires 'open' as a plain event, before the first message",
    async run(context) {
      const { source } = context.connectSource('events', { stream: 'data: a\n\n' })
      const events: Event[] = []
      await new Promise<void>((resolve) => {
        source.onopen = (event) => void events.push(event)
        source.onmessage = (event) => {
          events.push(event)
          resolve()
        }
      })
      equal(
        events.map((event) => [event.type, event instanceof MessageEvent]),
        [
          ['open', false],
          ['message', true],
        ],
      )
      equal([events[0]!.bubbles, events[0]!.cancelable], [false, false])
    },
  },
  {
    name: 'FetchEventSource: url is the resolved one, and takes a URL object',
    async run(context) {
      const { FetchEventSource } = context.millrace
      const endpoint = context.endpoint()
      const url = new URL(endpoint.url('events'))
      const source = new FetchEventSource(url)
      context.afterwards(() => source.close())
      equal(source.url, url.href)
      const { host } = url
      const other = new FetchEventSource(`HTTP://${host}/a/../events?key=${context.endpoint().key}`)
      context.afterwards(() => other.close())
      ok(other.url.startsWith(`http://${host}/events?`), 'normalized')
    },
  },
  {
    name: 'FetchEventSource: an invalid URL is a SyntaxError',
    async run(context) {
      const { FetchEventSource, fetchEvents } = context.millrace
      for (const construct of [
        () => new FetchEventSource('http://['),
        () => fetchEvents('http://['),
      ]) {
        const error = thrown(construct)
        ok(error instanceof DOMException, 'a DOMException')
        equal(error.name, 'SyntaxError')
      }
    },
  },

  ...only('no page', [
    {
      name: 'FetchEventSource: a relative URL is a SyntaxError, with advice',
      async run(context) {
        const { FetchEventSource, fetchEvents } = context.millrace
        for (const construct of [
          () => new FetchEventSource('/events'),
          () => fetchEvents('/events'),
        ]) {
          const error = thrown(construct) as DOMException
          equal(error.name, 'SyntaxError')
          ok(error.message.includes('absolute'), 'what to do')
        }
      },
    },
  ]),

  ...only('page', [
    {
      name: 'FetchEventSource: a relative URL is resolved against the base of the document, at construction',
      async run(context) {
        const endpoint = context.endpoint()
        const base = document.createElement('base')
        context.afterwards(() => base.remove())
        base.href = `${endpoint.origin}/folder/page`
        document.head.append(base)
        const path = endpoint.url('events', { stream: 'data: a\n\n' }, '..')
        const probe = context.watchSource(endpoint, path)
        equal(probe.source.url, endpoint.url('events', { stream: 'data: a\n\n' }))
        base.remove()
        equal(await probe.data(1), ['a'])
      },
    },
    ...bothFaces(
      'withCredentials sends cookies to other origins, and its lack does not',
      async (connect) => {
        for (const withCredentials of [true, false]) {
          const probe = connect('cookie,events', {}, { withCredentials, fetch: atThisSite })
          await probe.opened()
          await probe.endpoint.end()
          const cookies = headerBytes(await probe.endpoint.request(2), 'cookie').join()
          equal(cookies.includes('visit=first'), withCredentials)
        }
      },
    ),
  ]),

  {
    name: 'FetchEventSource: withCredentials is false unless it is asked for',
    async run(context) {
      const { FetchEventSource } = context.millrace
      const flags = [
        {},
        { withCredentials: false },
        { withCredentials: true },
        { credentials: 'include' as const },
      ]
      const sources = flags.map(
        (init) => new FetchEventSource(context.endpoint().url('events'), init),
      )
      context.afterwards(() => sources.forEach((source) => source.close()))
      equal(
        sources.map(({ withCredentials }) => withCredentials),
        [false, false, true, true],
      )
    },
  },
  {
    name: 'FetchEventSource: the source of two may be closed without the other',
    async run(context) {
      const one = context.connectSource('events')
      const other = context.connectSource('events')
      await one.opened()
      await other.opened()
      one.close()
      await one.endpoint.until({ open: 0 })
      await other.endpoint.write('data: still here\n\n')
      equal(await other.data(1), ['still here'])
    },
  },
]

/** Asks the server under the name of the page's host: cookies are a matter of the site, and 127.0.0.1 is not localhost. */
function atThisSite(url: string, init: RequestInit): Promise<Response> {
  const here = new URL(url)
  here.hostname = location.hostname
  return fetch(here, init)
}
