import { EventSourceError } from '../../../src/index.ts'
import { headerBytes } from '../../setup/client.ts'
import type { Behaviour } from '../behaviour.ts'
import type { Run } from '../run.ts'

const post = { method: 'POST', body: 'question' }
const ended = ['id: 7\ndata: a\n\n', 'data: b\n\n']

/** Whether it asks again, and from where. */
async function resumption(run: Run): Promise<string> {
  if (!(await run.asks(2))) return run.settled()
  const [id] = headerBytes(await run.endpoint.request(2), 'last-event-id')
  return id === undefined ? 'asks again' : `asks again, from ${id}`
}

/** When it is tried again. */
export const retries: Behaviour[] = [
  {
    name: '`onclose` throws, and `onerror` gives milliseconds',
    original: 'asks again, from 7',
    run(run) {
      return resumption(
        run.start('end,events', { stream: ended }, { onclose: again, onerror: () => 1 }),
      )
    },
  },
  {
    name: '`onclose` throws, and there is no `onerror`: a POST',
    original: 'asks again, from 7',
    run(run) {
      return resumption(run.start('end,events', { stream: ended }, { ...post, onclose: again }))
    },
  },
  {
    name: 'the connection is reset, and `onerror` gives nothing',
    original: 'asks again, from 7',
    async run(run) {
      run.start('events', { stream: ended }, { onerror: () => {} })
      await run.until('a message', () => run.messages.length > 0)
      await run.endpoint.reset()
      return resumption(run)
    },
  },
  {
    name: 'the same with a POST, which has an `id` to resume from',
    original: 'asks again, from 7',
    async run(run) {
      run.start('events', { stream: ended }, { ...post, onerror: () => {} })
      await run.until('a message', () => run.messages.length > 0)
      await run.endpoint.reset()
      return resumption(run)
    },
  },
  {
    name: '`onmessage` throws, and `onerror` gives milliseconds',
    original: 'asks again, from 7',
    run(run) {
      const onmessage = ({ data }: { data: string }) => {
        if (data === 'a') again()
      }
      return resumption(run.start('end,events', { stream: ended }, { onmessage, onerror: () => 1 }))
    },
  },
  {
    name: '`onopen` throws, and `onerror` gives nothing: a POST',
    original: 'asks again',
    run(run) {
      const onopen = async ({ status }: Response) => {
        if (status === 503) again()
      }
      return resumption(run.start('status-503,events', {}, { ...post, onopen, onerror: () => {} }))
    },
  },
  {
    name: 'a status that is refused, without `onopen`: a GET, `onerror` gives nothing',
    original: 'asks again',
    run(run) {
      return resumption(run.start('status-503,events', {}, { onerror: () => {} }))
    },
  },
  {
    name: 'the same, and there is no `onerror`',
    original: 'asks again',
    run(run) {
      return resumption(run.start('status-503,events'))
    },
  },
  {
    name: '`retry` is how long it waits',
    original: '700 ms',
    async run(run) {
      const stream = ['retry: 700\ndata: a\n\n', '']
      run.start('end,events', { stream }, { onclose: again, onerror: () => {} })
      const { requests } = await run.endpoint.until({ requests: 2 })
      const waited = requests[1]!.arrivedAt - requests[0]!.arrivedAt
      return waited >= 690 && waited < 1400 ? '700 ms' : `${waited} ms`
    },
  },
  {
    name: '`retry: 9s`',
    original: 'counts as 9',
    here: 'is ignored, as the standard says',
    verdict: 'better',
    async run(run) {
      await run.start('end', { stream: 'retry: 9s\ndata: a\n\n' }).settled()
      return run.messages[0]?.retry === 9 ? 'counts as 9' : 'is ignored, as the standard says'
    },
  },
  {
    name: 'an `id` whose event is not finished when the connection is reset',
    original: 'asks again, from 8',
    here: 'asks again, from 7',
    verdict: 'better',
    async run(run) {
      run.start('events', { stream: `${ended[0]}id: 8\n` }, { onerror: () => 1 })
      await run.until('a message', () => run.messages.length > 0)
      await run.endpoint.reset()
      return resumption(run)
    },
  },
  {
    name: 'an asynchronous `onerror` that gives 600',
    original: 'asks again at once',
    here: 'asks again after 600 ms',
    verdict: 'better',
    async run(run) {
      run.start('hang-up,events', {}, { onerror: async () => 600 })
      const { requests } = await run.endpoint.until({ requests: 2 })
      const waited = requests[1]!.arrivedAt - requests[0]!.arrivedAt
      return waited >= 590 ? 'asks again after 600 ms' : 'asks again at once'
    },
  },
  {
    name: '`onerror` gives 0, again and again',
    original: 'more than 20 requests a second',
    here: 'no more than 10 a second, on average',
    verdict: 'better',
    async run(run) {
      run.start('status-503', {}, { onerror: () => 0 })
      const { requests } = await run.endpoint.until({ requests: 40 })
      const took = requests[39]!.arrivedAt - requests[0]!.arrivedAt
      return took < 2000 ? 'more than 20 requests a second' : 'no more than 10 a second, on average'
    },
  },
  {
    name: 'a POST that gets no answer, `onerror` gives nothing',
    original: 'asks again',
    here: 'rejects',
    verdict: 'on purpose',
    run(run) {
      return resumption(run.start('hang-up', {}, { ...post, onerror: () => {} }))
    },
  },
  {
    name: 'the same, and `onerror` gives milliseconds',
    original: 'asks again',
    run(run) {
      return resumption(run.start('hang-up,events', {}, { ...post, onerror: () => 1 }))
    },
  },
  {
    name: 'a POST that is reset without an `id`, `onerror` gives nothing',
    original: 'asks again',
    here: 'rejects',
    verdict: 'on purpose',
    async run(run) {
      run.start('events', { stream: 'data: a\n\n' }, { ...post, onerror: () => {} })
      await run.until('a message', () => run.messages.length > 0)
      await run.endpoint.reset()
      return resumption(run)
    },
  },
  {
    name: 'a POST that is answered with 503, without `onopen`, `onerror` gives nothing',
    original: 'asks again',
    here: 'rejects',
    verdict: 'on purpose',
    run(run) {
      return resumption(run.start('status-503', {}, { ...post, onerror: () => {} }))
    },
  },
  {
    name: 'what `onerror` gets for a status that is refused',
    original: 'an Error without the status',
    here: 'an EventSourceError, http-status 503',
    verdict: 'on purpose',
    async run(run) {
      run.start('status-503', {}, { onerror: fatal })
      await run.settled()
      const [error] = run.errors
      return EventSourceError.is(error)
        ? `an EventSourceError, ${error.code} ${error.status}`
        : 'an Error without the status'
    },
  },
]

function again(): void {
  throw new Error('again')
}

function fatal(error: unknown): never {
  throw error
}
