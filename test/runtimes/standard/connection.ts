import { headerBytes } from '../../setup/client.ts'
import { equal, ok } from '../../faces/assert.ts'
import type { StandardCase } from './standard-case.ts'

const soon = 'retry: 10\ndata: a\n\n'

/** What is sent, what is taken for an event stream, and when it comes back. */
export const connection: StandardCase[] = [
  {
    name: 'request: a GET for an event stream, which no cache may answer',
    async run(context) {
      const { endpoint } = context.open('events', { stream: 'data: a\n\n' })
      const request = await endpoint.request(1)
      equal(request.method, 'GET')
      equal(headerBytes(request, 'accept'), ['text/event-stream'])
      equal(headerBytes(request, 'cache-control'), ['no-cache'])
      equal(headerBytes(request, 'last-event-id'), [])
    },
  },
  {
    name: 'open: a plain event before the first message, with OPEN',
    async run(context) {
      const watched = context.open('events', { stream: 'data: a\n\n' })
      await watched.until('message')
      equal(watched.seen, [
        { type: 'open', readyState: 1 },
        { type: 'message', data: 'a', lastEventId: '', readyState: 1 },
      ])
    },
  },
  {
    name: 'message: is a MessageEvent, with the origin of the stream',
    async run(context) {
      const { source } = context.open('events', { stream: 'id: 1\ndata: a\n\n' })
      const event = await new Promise<MessageEvent>((resolve) => (source.onmessage = resolve))
      ok(event instanceof MessageEvent, 'a MessageEvent')
      equal([event.origin, event.lastEventId, event.data], [context.server.origin, '1', 'a'])
      equal(
        [event.bubbles, event.cancelable, event.source, event.ports.length],
        [false, false, null, 0],
      )
    },
  },
  {
    name: 'reconnection: after the end of the stream, with an error event that says CONNECTING',
    async run(context) {
      const watched = context.open('end,events', { stream: [soon, 'data: b\n\n'] })
      await watched.until('message', 2)
      equal(
        watched.seen.map(({ type, readyState }) => [type, readyState]),
        [
          ['open', 1],
          ['message', 1],
          ['error', 0],
          ['open', 1],
          ['message', 1],
        ],
      )
    },
  },
  {
    name: 'reconnection: after a connection that was reset',
    async run(context) {
      const watched = context.open('events', { stream: [soon, 'data: b\n\n'] })
      await watched.until('message')
      await watched.endpoint.cut()
      await watched.until('message', 2)
      equal((await watched.until('error'))[0]!.readyState, 0)
    },
  },
  {
    name: 'reconnection: carries the last event ID in UTF-8, and an empty one not at all',
    async run(context) {
      const stream = [`id: é\n${soon}`, 'id\ndata: b\n\n', 'data: c\n\n']
      const { endpoint } = context.open('end,end,events', { stream })
      const { requests } = await endpoint.until({ requests: 3 })
      equal(
        requests.map((request) => headerBytes(request, 'last-event-id').join()),
        ['', 'Ã©', ''],
      )
    },
  },
  {
    name: 'reconnection: waits as long as retry says',
    async run(context) {
      const { endpoint } = context.open('end,events', { stream: 'retry: 700\ndata: a\n\n' })
      const { requests } = await endpoint.until({ requests: 2 })
      const waited = requests[1]!.arrivedAt - requests[0]!.arrivedAt
      ok(waited >= 690, `700 ms, not ${waited}`)
    },
  },
  {
    name: 'reconnection: not after close() in the error event',
    async run(context) {
      const watched = context.open('end', { stream: soon })
      watched.source.onerror = () => watched.source.close()
      await watched.until('error')
      const other = context.open('end', { stream: soon })
      await other.endpoint.until({ requests: 2 })
      equal((await watched.endpoint.state()).requests.length, 1)
    },
  },
  ...[204, 205, 210, 299, 404, 410, 500, 503].map((status): StandardCase => ({
    name: `status: ${status} fails the connection`,
    async run(context) {
      const watched = context.open(`status-${status}`)
      equal(await watched.until('error'), [{ type: 'error', readyState: 2 }])
      equal((await watched.endpoint.state()).requests.length, 1)
    },
  })),
  ...[301, 302, 303, 307, 308].map((status): StandardCase => ({
    name: `redirect: ${status} is followed, and url stays`,
    async run(context) {
      // Its end is the server's: Firefox does not close what was redirected.
      const watched = context.open(`redirect-${status},end,hang`, { stream: ['', 'data: a\n\n'] })
      const { url } = watched.source
      equal((await watched.until('message'))[0]!.data, 'a')
      equal(watched.source.url, url)
    },
  })),
  ...[
    'text/event-stream',
    'text/event-stream;charset=utf-8',
    'TEXT/Event-Stream',
    'text/event-stream;',
  ].map((type): StandardCase => ({
    name: `content type: '${type}' is taken`,
    async run(context) {
      await context.open('type', { type, stream: 'data: a\n\n' }).until('message')
    },
  })),
  ...['text/event-streams', 'text/x-bogus', 'application/octet-stream'].map(
    (type): StandardCase => ({
      name: `content type: '${type}' fails the connection`,
      async run(context) {
        const watched = context.open('type', { type, stream: 'data: a\n\n' })
        equal(await watched.until('error'), [{ type: 'error', readyState: 2 }])
      },
    }),
  ),
]
