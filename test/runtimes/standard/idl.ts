import { equal, ok, thrown } from '../../faces/assert.ts'
import type { StandardCase } from './standard-case.ts'

/** Constructor and interface. */
export const idl: StandardCase[] = [
  {
    name: 'interface: the constants, on the class, the prototype and each source',
    async run(context) {
      const { Source } = context
      const { source } = context.open('events')
      for (const owner of [Source, Source.prototype, source] as object[]) {
        equal(
          ['CONNECTING', 'OPEN', 'CLOSED'].map((name) => Reflect.get(owner, name)),
          [0, 1, 2],
        )
      }
      for (const owner of [Source, Source.prototype]) {
        const descriptor = { value: 2, writable: false, enumerable: true, configurable: false }
        equal(Object.getOwnPropertyDescriptor(owner, 'CLOSED'), descriptor)
      }
    },
  },
  {
    name: 'interface: attributes are accessors of the prototype',
    async run({ Source }) {
      for (const name of [
        'url',
        'withCredentials',
        'readyState',
        'onopen',
        'onmessage',
        'onerror',
      ]) {
        const { get, set } = Object.getOwnPropertyDescriptor(Source.prototype, name)!
        equal(
          [typeof get, typeof set],
          ['function', name.startsWith('on') ? 'function' : 'undefined'],
          name,
        )
      }
      ok(Source.prototype instanceof EventTarget, 'an EventTarget')
      equal(typeof Source.prototype.close, 'function')
    },
  },
  {
    name: 'interface: wants new, and a URL',
    async run({ Source }) {
      ok(thrown(() => Reflect.apply(Source as never, undefined, ['/'])) instanceof TypeError, 'new')
    },
  },
  {
    name: 'constructor: an invalid URL is a SyntaxError',
    async run(context) {
      const error = thrown(() => context.make('http://['))
      ok(error instanceof DOMException && error.name === 'SyntaxError', 'a SyntaxError')
    },
  },
  {
    name: 'constructor: the URL is resolved and serialized',
    async run(context) {
      const { origin } = context.server
      equal(context.make(`${origin}/a/../events?a b#c`).url, `${origin}/events?a%20b#c`)
      equal(context.make(new URL(`${origin}/events`)).url, `${origin}/events`)
    },
  },
  {
    name: 'constructor: begins with CONNECTING, and without credentials',
    async run(context) {
      const { source } = context.open('events')
      equal([source.readyState, source.withCredentials], [0, false])
      equal([source.onopen, source.onmessage, source.onerror], [null, null, null])
      const { source: other } = context.open('events', {}, [], { withCredentials: true })
      equal(other.withCredentials, true)
    },
  },
  {
    name: 'handlers: what is set is got; what is no object is null',
    async run(context) {
      const { source } = context.open('events')
      const handler = () => {}
      for (const name of ['onopen', 'onmessage', 'onerror'] as const) {
        source[name] = handler
        equal<unknown>(source[name], handler)
        Reflect.set(source, name, 'text')
        equal<unknown>(source[name], null)
      }
    },
  },
  {
    name: 'handlers: are called among the listeners, in the order in which they were set',
    async run(context) {
      const watched = context.open('events', { stream: 'data: a\n\n' })
      const order: string[] = []
      watched.source.addEventListener('message', () => order.push('first'))
      watched.source.onmessage = () => order.push('handler')
      watched.source.addEventListener('message', () => order.push('last'))
      await watched.until('message')
      await watched.endpoint.write('data: b\n\n')
      await watched.until('message', 2)
      equal(order.slice(0, 3), ['first', 'handler', 'last'])
    },
  },
  {
    name: 'close(): makes it CLOSED at once, fires nothing, and ends the connection',
    async run(context) {
      const watched = context.open('events', { stream: 'data: a\n\n' })
      await watched.until('message')
      const { length } = watched.seen
      watched.source.close()
      equal(watched.source.readyState, 2)
      await watched.endpoint.until({ open: 0 })
      equal(watched.seen.length, length)
      watched.source.close()
    },
  },
  {
    name: 'close(): in a listener ends the delivery',
    async run(context) {
      const watched = context.open('events')
      watched.source.addEventListener('message', () => watched.source.close())
      await watched.endpoint.write('data: a\n\ndata: b\n\n')
      await watched.until('message')
      await watched.endpoint.until({ open: 0 })
      equal(watched.seen.filter(({ type }) => type === 'message').length, 1)
    },
  },
  {
    name: 'close(): at once sends nothing, or is noticed',
    async run(context) {
      const watched = context.open('events')
      watched.source.close()
      equal(watched.source.readyState, 2)
      await watched.endpoint.until({ open: 0 })
      equal(watched.seen, [])
    },
  },
]
