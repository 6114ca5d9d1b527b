import { headerBytes, type RecordedRequest } from '../../setup/client.ts'
import { equal, ok } from '../assert.ts'
import { bothFaces, type FaceCase, only } from '../face-case.ts'

const ids: [name: string, id: string][] = [
  ['é', 'é'],
  ['中', '中'],
  ['🙂', '🙂'],
  ['of every Latin-1 character that is no control', latin1()],
  ['of 8 KiB', 'x'.repeat(8192)],
  ['with spaces, commas and quotes', 'a b, "c"; d=e'],
  ['that looks like a header', 'x: y'],
]

function latin1(): string {
  return Array.from({ length: 0xff - 0xa0 }, (_, index) => String.fromCodePoint(0xa1 + index)).join(
    '',
  )
}

/** The UTF-8 bytes of a text, each as one character: as the server records a header. */
function bytes(text: string): string {
  return Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join('')
}

function parameter({ url }: RecordedRequest, name: string): string[] {
  return new URL(url, 'http://localhost').searchParams.getAll(name)
}

const unsendable: [name: string, id: string][] = [
  ['U+0001', '\u0001'],
  ['U+007F in it', 'a\u007fb'],
]

/** The last event ID: what the next request carries, and how. */
export const lastEventId: FaceCase[] = [
  ...ids.flatMap(([name, id]) =>
    bothFaces(`an ID ${name} arrives in UTF-8`, async (connect) => {
      const probe = connect('end,events', { stream: [`id: ${id}\ndata: a\n\n`, 'data: b\n\n'] })
      equal(
        (await probe.received(2)).map((event) => event.lastEventId),
        [id, id],
      )
      equal(headerBytes(await probe.endpoint.request(2), 'last-event-id'), [bytes(id)])
      equal(probe.lastEventId, id)
    }),
  ),

  ...unsendable.flatMap(([name, id]) =>
    bothFaces(`an ID with ${name} is kept, and not sent`, async (connect) => {
      const probe = connect('end,events', { stream: [`id: ${id}\ndata: a\n\n`, 'data: b\n\n'] })
      equal(
        (await probe.received(2)).map((event) => event.lastEventId),
        [id, id],
      )
      equal(headerBytes(await probe.endpoint.request(2), 'last-event-id'), [])
      equal(probe.lastEventId, id)
      const requests = probe.records.filter((record) => record.type === 'request')
      equal(
        requests.map(({ lastEventId }) => lastEventId),
        ['none', 'unsendable'],
      )
    }),
  ),

  ...bothFaces('an empty ID is not sent, and resets', async (connect) => {
    const stream = ['id: 7\ndata: a\n\nid\ndata: b\n\n', 'data: c\n\n']
    const probe = connect('end,events', { stream })
    equal(
      (await probe.received(3)).map((event) => event.lastEventId),
      ['7', '', ''],
    )
    equal(headerBytes(await probe.endpoint.request(2), 'last-event-id'), [])
  }),

  ...bothFaces('an ID without data counts', async (connect) => {
    const probe = connect('end,events', { stream: 'data: a\n\nid: 8\n\n' })
    equal(headerBytes(await probe.endpoint.request(2), 'last-event-id'), ['8'])
    equal(
      (await probe.received(1)).map((event) => event.lastEventId),
      [''],
    )
  }),

  ...bothFaces('an ID without its blank line does not count', async (connect) => {
    const probe = connect('end,events', { stream: ['id: 7\ndata: a\n\nid: 8\n', 'data: b\n\n'] })
    await probe.received(2)
    equal(headerBytes(await probe.endpoint.request(2), 'last-event-id'), ['7'])
    equal(probe.lastEventId, '7')
  }),

  ...bothFaces('an ID with NUL is ignored', async (connect) => {
    const probe = connect('end,events', { stream: 'id: 7\ndata: a\n\nid: 8\0\ndata: b\n\n' })
    equal(headerBytes(await probe.endpoint.request(2), 'last-event-id'), ['7'])
  }),

  ...bothFaces('the option is where the first request resumes from', async (connect) => {
    const probe = connect(
      'events',
      { stream: 'data: a\n\nid: 42\ndata: b\n\n' },
      { lastEventId: '41' },
    )
    equal(probe.lastEventId, '41')
    equal(
      (await probe.received(2)).map((event) => event.lastEventId),
      ['41', '42'],
    )
    equal(headerBytes(await probe.endpoint.request(1), 'last-event-id'), ['41'])
    equal(probe.lastEventId, '42')
  }),

  ...bothFaces('an empty option sends nothing', async (connect) => {
    const probe = connect('events', {}, { lastEventId: '' })
    equal(headerBytes(await probe.endpoint.request(1), 'last-event-id'), [])
  }),

  ...bothFaces('is carried over connections that have none', async (connect) => {
    const stream = ['id: 7\ndata: a\n\n', 'data: b\n\n', '', 'data: d\n\n']
    const probe = connect('end,reset,end,events', { stream })
    await probe.opened(4)
    const { requests } = await probe.endpoint.state()
    equal(
      requests.map((request) => headerBytes(request, 'last-event-id')),
      [[], ['7'], ['7'], ['7']],
    )
  }),

  ...bothFaces("replaces a caller's header of that name", async (connect) => {
    const headers = { 'last-event-id': 'mine' }
    const probe = connect('end,events', { stream: 'id: 7\ndata: a\n\n' }, { headers })
    const { requests } = await probe.endpoint.until({ requests: 2 })
    equal(
      requests.map((request) => headerBytes(request, 'last-event-id')),
      [['mine'], ['7']],
    )
  }),

  ...bothFaces('lastEventIdParam carries it in the query instead', async (connect) => {
    const stream = ['id: é&🙂=+ #\ndata: a\n\n', 'id: 2\ndata: b\n\n']
    const probe = connect('end,end,events', { stream }, { lastEventIdParam: 'from' })
    const { requests, preflights } = await probe.endpoint.until({ requests: 3 })
    equal(
      requests.map((request) => parameter(request, 'from')),
      [[], ['é&🙂=+ #'], ['2']],
    )
    equal(
      requests.map((request) => headerBytes(request, 'last-event-id')),
      [[], [], []],
    )
    equal(preflights, 0)
  }),

  ...bothFaces('lastEventIdParam can carry what no header can', async (connect) => {
    const stream = 'id: \u0001\ndata: a\n\n'
    const probe = connect('end,events', { stream }, { lastEventIdParam: 'from' })
    equal(parameter(await probe.endpoint.request(2), 'from'), ['\u0001'])
  }),

  ...bothFaces('lastEventIdParam replaces one in the URL', async (connect) => {
    const params = { stream: 'id: 7\ndata: a\n\n', from: 'start' }
    const probe = connect('end,events', params, { lastEventIdParam: 'from' })
    const { requests } = await probe.endpoint.until({ requests: 2 })
    equal(
      requests.map((request) => parameter(request, 'from')),
      [['start'], ['7']],
    )
  }),

  ...only(
    'page',
    bothFaces('in the header costs a preflight', async (connect) => {
      const probe = connect('end,events', { stream: 'id: 7\ndata: a\n\n' })
      const { preflights } = await probe.endpoint.until({ requests: 2 })
      ok(preflights === 1, `one, not ${preflights}`)
    }),
  ),
]
