import { equal, ok } from '../assert.ts'
import type { FaceCase } from '../face-case.ts'

const two = 'data: 1\n\ndata: 2\n\n'
const failure = new Error('of the listener')

function fail(): never {
  throw failure
}

/** Listeners and event handlers of a `FetchEventSource`. */
export const listeners: FaceCase[] = [
  {
    name: 'FetchEventSource: a listener that throws is reported, and the stream goes on',
    async run(context) {
      const probe = context.connectSource('events')
      const seen: string[] = []
      probe.source.addEventListener('message', fail)
      probe.source.addEventListener('message', ({ data }) => seen.push(data))
      await probe.endpoint.write(two)
      equal(await probe.data(2), ['1', '2'])
      equal(seen, ['1', '2'])
      equal(await context.uncaught.take(2), [failure, failure])
      await probe.endpoint.write('data: 3\n\n')
      await probe.received(3)
      equal(await context.uncaught.take(1), [failure])
      equal([probe.losses.length, (await probe.endpoint.state()).requests.length], [0, 1])
    },
  },
  {
    name: 'FetchEventSource: handlers that throw are reported, and nothing else',
    async run(context) {
      const probe = context.connectSource('end,events', { stream: [two, two] })
      probe.source.onopen = fail
      probe.source.onmessage = fail
      probe.source.onerror = fail
      await probe.received(4)
      // Two openings, four events, and the loss in between.
      equal((await context.uncaught.take(7)).length, 7)
      equal((await probe.endpoint.state()).requests.length, 2)
    },
  },
  {
    name: 'FetchEventSource: onComment and trace that throw are reported, and nothing else',
    async run(context) {
      const endpoint = context.endpoint()
      const { FetchEventSource } = context.millrace
      const url = endpoint.url('events', { stream: `: comment\n${two}` })
      const trace = ({ type }: { type: string }) => {
        if (type === 'open') fail()
      }
      const source = new FetchEventSource(url, { onComment: fail, trace })
      context.afterwards(() => source.close())
      const data = await new Promise((resolve) => {
        source.onmessage = (event) => resolve(event.data)
      })
      equal(data, '1')
      equal(await context.uncaught.take(2), [failure, failure])
      equal((await endpoint.state()).requests.length, 1)
    },
  },
  {
    name: 'FetchEventSource: a handler that is replaced keeps its place among the listeners',
    async run(context) {
      const probe = context.connectSource('events', { stream: 'data: 1\n\n' })
      const { source } = probe
      const order: string[] = []
      source.addEventListener('message', () => order.push('before'))
      source.onmessage = () => order.push('first handler')
      source.addEventListener('message', () => order.push('after'))
      source.onmessage = () => order.push('second handler')
      await probe.received(1)
      equal(order, ['before', 'second handler', 'after'])
    },
  },
  {
    name: 'FetchEventSource: a handler that was null goes to the end of the listeners',
    async run(context) {
      const probe = context.connectSource('events', { stream: 'data: 1\n\n' })
      const { source } = probe
      const order: string[] = []
      source.onmessage = () => order.push('handler')
      source.addEventListener('message', () => order.push('listener'))
      source.onmessage = null
      source.onmessage = () => order.push('handler')
      await probe.received(1)
      equal(order, ['listener', 'handler'])
    },
  },
  {
    name: 'FetchEventSource: a handler of null is not called',
    async run(context) {
      const probe = context.connectSource('events', { stream: two })
      let calls = 0
      probe.source.onmessage = () => {
        calls++
        probe.source.onmessage = null
      }
      await probe.received(2)
      equal(calls, 1)
      equal<unknown>(probe.source.onmessage, null)
    },
  },
  {
    name: 'FetchEventSource: handlers are what they were set to; an object is kept but not called, a primitive is null',
    async run(context) {
      const probe = context.connectSource('events', { stream: two })
      const { source } = probe
      equal([source.onopen, source.onmessage, source.onerror], [null, null, null])
      const handler = () => {}
      source.onopen = handler
      equal(source.onopen, handler)
      const object = { handleEvent: fail }
      Object.assign(source, { onmessage: object, onerror: 'text' })
      equal<unknown>([source.onmessage, source.onerror], [object, null])
      await probe.received(2)
    },
  },
  {
    name: 'FetchEventSource: a handler and a listener are called with the source as this, and as target',
    async run(context) {
      const { source } = context.connectSource('events', { stream: 'data: 1\n\n' })
      const seen: unknown[] = []
      source.addEventListener('message', function (event) {
        seen.push(this, event.target)
      })
      await new Promise<void>((resolve) => {
        source.onmessage = function (event) {
          seen.push(this, event.target)
          resolve()
        }
      })
      equal(
        seen.map((value) => value === source),
        [true, true, true, true],
      )
    },
  },
  {
    name: 'FetchEventSource: handleEvent, once, signal and removal, as of any EventTarget',
    async run(context) {
      const probe = context.connectSource('events', { stream: `${two}data: 3\n\n` })
      const { source } = probe
      const seen: string[] = []
      const note = (who: string) => (event: { data: string }) =>
        void seen.push(`${who} ${event.data}`)
      source.addEventListener('message', { handleEvent: note('object') })
      source.addEventListener('message', note('once'), { once: true })
      const controller = new AbortController()
      source.addEventListener('message', note('signal'), { signal: controller.signal })
      const removed = note('removed')
      source.addEventListener('message', removed)
      source.addEventListener('message', ({ data }) => {
        if (data !== '2') return
        controller.abort()
        source.removeEventListener('message', removed)
      })
      await probe.received(3)
      equal(seen.slice(0, 4), ['object 1', 'once 1', 'signal 1', 'removed 1'])
      equal(seen.slice(4), ['object 2', 'signal 2', 'removed 2', 'object 3'])
    },
  },
  {
    name: 'FetchEventSource: a listener added while an event is dispatched waits for the next',
    async run(context) {
      const probe = context.connectSource('events', { stream: two })
      const seen: string[] = []
      const add = () => probe.source.addEventListener('message', ({ data }) => seen.push(data))
      probe.source.addEventListener('message', add, { once: true })
      await probe.received(2)
      equal(seen, ['2'])
    },
  },
  {
    name: 'FetchEventSource: takes the events that others dispatch on it',
    async run(context) {
      const probe = context.connectSource('events')
      ok(probe.source.dispatchEvent(new MessageEvent('message', { data: 'own' })), 'not cancelled')
      equal(await probe.data(1), ['own'])
    },
  },
]
