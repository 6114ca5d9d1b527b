import { equal } from '../assert.ts'
import { bothFaces, type FaceCase, post } from '../face-case.ts'

export const accepted = [
  'text/event-stream',
  'text/event-stream;charset=utf-8',
  'text/event-stream; charset=iso-8859-1',
  'TEXT/Event-Stream; x=y',
  'text/event-stream ;x="a,b"',
  'text/html, text/event-stream',
  // A quoted string ends with the header where nothing else ends it, and holds commas and escaped quotes.
  'text/event-stream;x="a',
  'text/event-stream;x="a, text/html',
  'text/event-stream;x="a\\", text/html',
  'text/event-stream;x="a\\',
  'text/html;x="a\\\\", text/event-stream',
]

export const refused = [
  'text/event-streams',
  'text/event-stream-x',
  'text/event',
  'text/plain',
  'application/json; profile=text/event-stream',
  'text/event-stream, text/html',
  'text/html;x="a, text/event-stream',
  'text/html;x="a\\", text/event-stream',
  'text/event-stream;x="a\\\\", text/html',
  '"text/event-stream"',
]

/** "if its `Content-Type` is not `text/event-stream`, then fail the connection." */
export const contentType: FaceCase[] = [
  ...accepted.flatMap((type) =>
    bothFaces(`'${type}' is an event stream`, async (connect) => {
      const probe = connect('type', { type, stream: 'data: é\n\n' })
      // Always UTF-8, whatever the charset.
      equal(await probe.data(1), ['é'])
    }),
  ),

  ...refused.flatMap((type) =>
    bothFaces(`'${type}' fails`, async (connect) => {
      const probe = connect('type', { type, stream: 'data: a\n\n' })
      const error = await probe.failure()
      equal([error.code, error.contentType], ['content-type', type])
      equal(probe.events, [])
      equal((await probe.endpoint.state()).requests.length, 1)
    }),
  ),

  ...bothFaces('none at all fails', async (connect) => {
    const probe = connect('type', { stream: 'data: a\n\n' })
    const error = await probe.failure()
    equal([error.code, error.contentType, error.status], ['content-type', undefined, 200])
  }),

  ...bothFaces('a wrong one fails a POST, and a source that has had streams', async (connect) => {
    const init = { ...post, reconnect: { when: 'always' as const } }
    const probe = connect('end,type', { type: 'text/plain', stream: 'data: a\n\n' }, init)
    equal((await probe.failure()).code, 'content-type')
    equal(await probe.data(1), ['a'])
  }),
]
