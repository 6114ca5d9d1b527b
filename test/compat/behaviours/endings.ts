import type { Behaviour } from '../behaviour.ts'
import type { Run } from '../run.ts'

const fatal = {
  onerror(error: unknown) {
    throw error
  },
}

/** How many there were when it has asked again. */
async function connections(run: Run): Promise<string> {
  const { maxOpen } = await run.endpoint.until({ requests: 2 })
  return maxOpen > 1 ? 'two connections at once' : 'one connection'
}

/** How it ends, and what is left then. */
export const endings: Behaviour[] = [
  {
    name: 'the stream ends',
    original: 'calls onclose, resolves',
    async run(run) {
      const how = await run.start('end', { stream: 'data: a\n\n' }, fatal).settled()
      return `${run.closes === 1 ? 'calls onclose, ' : ''}${how}`
    },
  },
  {
    name: '`onerror` throws',
    original: 'rejects with that',
    async run(run) {
      const reason = new Error('of my own')
      const init = {
        onerror() {
          throw reason
        },
      }
      await run.start('hang-up', {}, init).settled()
      const { outcome } = run
      return outcome && 'rejected' in outcome && outcome.rejected === reason
        ? 'rejects with that'
        : 'does not'
    },
  },
  {
    name: '`signal` is aborted',
    original: 'resolves, and closes the connection',
    async run(run) {
      run.start('events', { stream: 'data: a\n\n' }, fatal)
      await run.until('a message', () => run.messages.length > 0)
      run.controller.abort()
      const how = await run.settled()
      return `${how}${(await run.closesConnection()) ? ', and closes the connection' : ''}`
    },
  },
  {
    name: '`signal` was aborted before',
    original: 'connects',
    here: 'resolves',
    verdict: 'better',
    async run(run) {
      run.controller.abort()
      run.start('events', { stream: 'data: a\n\n' }, fatal)
      await run.until('anything', () => run.messages.length > 0 || !!run.outcome)
      return run.outcome ? run.settled() : 'connects'
    },
  },
  {
    name: '`signal` is aborted in `onmessage`, with more in the same chunk',
    original: '"a", "b"',
    here: '"a"',
    verdict: 'better',
    async run(run) {
      const onmessage = () => run.controller.abort()
      await run.start('end', { stream: 'data: a\n\ndata: b\n\n' }, { onmessage }).settled()
      await run.endpoint.until({ open: 0 })
      return run.data
    },
  },
  {
    name: '`signal` is aborted in `onerror`',
    original: 'asks again',
    here: 'asks no more',
    verdict: 'better',
    async run(run) {
      const init = {
        onerror() {
          run.controller.abort()
          return 10
        },
      }
      await run.start('hang-up', {}, init).settled()
      await run.wait(300)
      const { requests } = await run.endpoint.state()
      return requests.length > 1 ? 'asks again' : 'asks no more'
    },
  },
  {
    name: '`onopen` throws at a response that does not end, and it is tried again',
    original: 'two connections at once',
    here: 'one connection',
    verdict: 'better',
    run(run) {
      const kept: Response[] = []
      const onopen = async (response: Response) => {
        // Sooner or later a collection of garbage ends the connection of a response that no one has.
        kept.push(response)
        if (response.status === 503) throw new Error('refused')
      }
      run.start('status-503,events', { body: 'endless' }, { onopen, onerror: () => 1 })
      return connections(run)
    },
  },
  {
    name: '`onmessage` throws, and it is tried again',
    original: 'two connections at once',
    here: 'one connection',
    verdict: 'better',
    run(run) {
      const onmessage = () => {
        throw new Error('no more')
      }
      run.start('events', { stream: ['data: a\n\n', ''] }, { onmessage, onerror: () => 1 })
      return connections(run)
    },
  },
  {
    name: '204 No Content, `onerror` gives nothing',
    original: 'asks again and again',
    here: 'resolves',
    verdict: 'better',
    async run(run) {
      run.start('status-204', {}, { onerror: () => {} })
      return (await run.asks(3)) ? 'asks again and again' : run.settled()
    },
  },
  {
    name: '204 No Content, and `onopen` and `onerror` as its README has them',
    original: 'asks again and again',
    here: 'resolves',
    verdict: 'better',
    async run(run) {
      const init = {
        async onopen(response: Response) {
          if (response.headers.get('content-type') !== 'text/event-stream') throw new Error('retry')
        },
        onerror: () => {},
      }
      run.start('status-204', {}, init)
      return (await run.asks(3)) ? 'asks again and again' : run.settled()
    },
  },
]
