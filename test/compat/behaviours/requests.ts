import { headerBytes } from '../../setup/client.ts'
import type { Behaviour } from '../behaviour.ts'

/** What is sent, and which response is taken. */
export const requests: Behaviour[] = [
  {
    name: 'a POST with headers and a body',
    original: 'POST, text/event-stream, x: y, question',
    async run(run) {
      const init = { method: 'POST', headers: { x: 'y' }, body: 'question' }
      await run.start('end', { stream: 'data: a\n\n' }, init).settled()
      const request = await run.endpoint.request(1)
      const header = (name: string) => headerBytes(request, name).join()
      return `${request.method}, ${header('accept')}, x: ${header('x')}, ${request.body}`
    },
  },
  {
    name: '`fetch` of your own',
    original: 'called',
    async run(run) {
      let isCalled = false
      await run
        .start(
          'end',
          {},
          {
            fetch: (url, init) => {
              isCalled = true
              return fetch(url, init)
            },
          },
        )
        .settled()
      return isCalled ? 'called' : 'not called'
    },
  },
  {
    name: 'a redirect',
    original: '"a"',
    async run(run) {
      await run.start('redirect-307,end', { stream: ['', 'data: a\n\n'] }).settled()
      return run.data
    },
  },
  {
    name: '`onopen` gets the response, whatever its status, and may read it',
    original: '503 {"reason":"status 503"}, rejects',
    async run(run) {
      let seen = ''
      const how = await run
        .start(
          'status-503',
          {},
          {
            async onopen(response) {
              seen = `${response.status} ${await response.text()}`
              throw new Error('refused')
            },
            onerror(error) {
              throw error
            },
          },
        )
        .settled()
      return `${seen}, ${how}`
    },
  },
  ...(
    [
      ['text/event-stream', 'taken'],
      ['text/event-stream; charset=utf-8', 'taken'],
      ['text/html', 'refused'],
      ['Text/Event-Stream', 'refused', 'taken'],
      ['text/event-streams', 'taken', 'refused'],
    ] as const
  ).map(([type, original, here]): Behaviour => ({
    name: `content type \`${type}\`, without \`onopen\``,
    original,
    ...(here && { here, verdict: 'better' }),
    async run(run) {
      const init = {
        onerror(error: unknown) {
          throw error
        },
      }
      const route = run.start('type', { type, stream: 'data: a\n\n' }, init)
      await run.until('a message or the end', () => run.messages.length > 0 || !!run.outcome)
      return route.messages.length > 0 ? 'taken' : 'refused'
    },
  })),
  {
    name: 'an `id` that is not ASCII, when the stream has ended and is asked for again',
    original: 'asks never again',
    here: 'resumes from it, in UTF-8',
    verdict: 'better',
    async run(run) {
      const init = { onclose: again, onerror: () => 10 }
      run.start('end,events', { stream: 'id: 中\ndata: a\n\n' }, init)
      // One for what onclose throws; then one for each attempt that cannot even be made.
      const isFailing = run
        .until('errors', () => run.errors.length > 3)
        .then(
          () => true,
          () => false,
        )
      const isAsked = run.asks(2)
      if (await Promise.race([isFailing, isAsked.then((isAsked) => !isAsked)]))
        return 'asks never again'
      const [header] = headerBytes(await run.endpoint.request(2), 'last-event-id')
      return header === 'ä¸\u00ad' ? 'resumes from it, in UTF-8' : `resumes from ${header}`
    },
  },
  {
    name: 'an invalid URL',
    original: 'tries it again for ever',
    here: 'rejects',
    verdict: 'better',
    async run(run) {
      run.open('http://[', { onerror: () => 1 })
      await run.until('the end, or three errors', () => !!run.outcome || run.errors.length > 2)
      return run.outcome ? run.settled() : 'tries it again for ever'
    },
  },
  {
    name: 'no page, as in Node: neither `window` nor `document`',
    where: 'no page',
    original: 'rejects',
    here: 'resolves',
    verdict: 'better',
    async run(run) {
      return run.withoutPage(() => run.start('end', {}, { openWhenHidden: false }).settled())
    },
  },
]

function again(): void {
  throw new Error('again')
}
