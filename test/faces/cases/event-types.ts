import { equal, ok } from '../assert.ts'
import { bothFaces, type FaceCase } from '../face-case.ts'

const types = ['error', 'open', 'close', '__proto__', 'constructor', 'toString', 'price', 'é']

/** Types that the server names are data. */
export const eventTypes: FaceCase[] = [
  ...types.map((type): FaceCase => ({
    name: `FetchEventSource: 'event: ${type}' dispatches a message of that type`,
    async run(context) {
      const probe = context.connectSource('events', {}, {}, [])
      const seen: Event[] = []
      probe.source.addEventListener(type, (event: Event) => void seen.push(event))
      await probe.opened()
      seen.length = 0
      await probe.endpoint.write(`event: ${type}\nid: 7\ndata: theirs\n\ndata: next\n\n`)
      equal(await probe.data(1), ['next'])
      equal(seen.length, 1)
      const event = seen[0] as MessageEvent
      equal([event.type, event.data, event.lastEventId], [type, 'theirs', '7'])
      ok(event instanceof MessageEvent, 'a MessageEvent')
      equal([probe.readyState, probe.losses.length], [1, 0])
    },
  })),

  {
    name: 'fetchEvents: yields them under their names',
    async run(context) {
      const stream = types.map((type) => `event: ${type}\ndata: theirs\n\n`).join('')
      const probe = context.connectLoop('events', { stream })
      equal(
        (await probe.received(types.length)).map(({ type, data }) => [type, data]),
        types.map((type) => [type, 'theirs']),
      )
    },
  },
  {
    name: "FetchEventSource: handlers see the server's own 'error' and 'open' as messages",
    async run(context) {
      const probe = context.connectSource('events')
      await probe.opened()
      const seen: unknown[] = []
      probe.source.onopen = (event) => void seen.push((event as unknown as MessageEvent).data)
      probe.source.onerror = (event) => void seen.push(event.data, event.error)
      await probe.endpoint.write('event: open\ndata: o\n\nevent: error\ndata: e\n\ndata: last\n\n')
      await probe.received(1)
      equal(seen, ['o', 'e', undefined])
    },
  },
  {
    name: 'FetchEventSource: an event of another type is none for onmessage',
    async run(context) {
      const probe = context.connectSource('events', {
        stream: 'event: price\ndata: 1\n\nevent\ndata: 2\n\nevent: message\ndata: 3\n\n',
      })
      equal(await probe.data(2), ['2', '3'])
    },
  },
  {
    name: 'FetchEventSource: an event has all that a MessageEvent of an event stream has',
    async run(context) {
      const { source, endpoint } = context.connectSource('events', { stream: 'id: 7\ndata: a\n\n' })
      const event = await new Promise<MessageEvent>((resolve) => {
        source.addEventListener('message', (event) => resolve(event as unknown as MessageEvent))
      })
      ok(event instanceof MessageEvent && event instanceof Event, 'a MessageEvent')
      const { type, data, lastEventId, origin, bubbles, cancelable, composed } = event
      equal([type, data, lastEventId, origin], ['message', 'a', '7', endpoint.origin])
      equal([bubbles, cancelable, composed], [false, false, false])
      equal(event.source, null)
      equal([...event.ports], [])
      ok(event.timeStamp > 0, 'a time')
      const names: string[] = []
      for (const name in event) names.push(name)
      for (const name of ['data', 'lastEventId', 'origin', 'source', 'ports'])
        ok(names.includes(name), `${name}, enumerable`)
      ok(!Object.hasOwn(event, 'data'), 'attributes that are accessors of the prototype')
      ok(source.dispatchEvent(event), 'one that can be dispatched again')
    },
  },

  ...bothFaces('an event is a snapshot: later ones do not change it', async (connect) => {
    const probe = connect('events', { stream: 'id: 1\ndata: a\n\nid: 2\ndata: b\n\n' })
    equal(
      (await probe.received(2)).map(({ data, lastEventId }) => [data, lastEventId]),
      [
        ['a', '1'],
        ['b', '2'],
      ],
    )
  }),
]
