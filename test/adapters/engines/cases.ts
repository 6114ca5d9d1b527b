import type { Attempt, FetchLike } from '../../../src/index.ts'
import { equal, ok } from '../../faces/assert.ts'
import { headerBytes, type TestServerClient } from '../../setup/client.ts'
import { answer, tokens, tokensIn } from './answer.ts'
import type { Framework } from './component.ts'
import { Frames } from './frames.ts'

/** One behaviour of the hooks, to be shown in a real page over a real connection; needs no test runner. */
export interface HookCase {
  name: string
  run(framework: Framework, server: TestServerClient): Promise<void>
}

const question = { method: 'POST', body: 'question' }

export const hookCases: HookCase[] = [
  {
    name: 'an answer of 10 000 tokens is rendered at most once a frame, and as a whole',
    async run({ mount, rendersAfterFrame }, server) {
      const endpoint = server.endpoint()
      const { screen, commits, unmount } = mount(endpoint.url('events'), question)
      await endpoint.request(1)
      const frames = new Frames(commits, rendersAfterFrame)
      const end = screen.until((shown) => shown.startsWith('2:')).then(() => frames.stop())
      await Promise.all([answer(endpoint), end])
      equal(frames.crowded, [], 'frames with too many renders')
      ok(frames.count > 1, 'frames')
      equal(tokensIn(screen), tokens, 'tokens')
      equal((await endpoint.state()).requests.length, 1, 'requests')
      unmount()
    },
  },

  {
    name: 'an answer that ends inside a frame is there as a whole when it is over',
    async run({ mount }, server) {
      for (let round = 0; round < 10; round++) {
        const endpoint = server.endpoint()
        const stream = 'data: a\n\ndata: b\n\ndata: c\n\n'
        const { screen, unmount } = mount(endpoint.url('end', { stream }), question)
        await screen.shows('2:abc')
        equal(
          screen.history.filter((shown) => shown.startsWith('2:')),
          ['2:abc'],
        )
        unmount()
      }
    },
  },

  {
    name: 'what is undone and done again in one go is one request, which goes on, and no render',
    async run({ mount }, server) {
      const endpoint = server.endpoint()
      const requests = new Requests()
      const url = endpoint.url('events', { stream: 'data: a\n\n' })
      // StrictMode undoes what it does first.
      const { screen, commits, resubscribe, unmount } = mount(url, { fetch: requests.fetch })
      await endOfTurn()
      equal(commits(), 1, 'renders')
      await screen.shows('1:a')
      await resubscribe?.()
      await endpoint.write('data: b\n\n')
      await screen.shows('1:ab')
      equal(requests.areAborted, [false])
      unmount()
      equal((await endpoint.until({ open: 0 })).requests.length, 1, 'requests')
    },
  },

  {
    name: 'unmounting aborts the request in the same turn',
    async run({ mount }, server) {
      const endpoint = server.endpoint()
      const requests = new Requests()
      const url = endpoint.url('events', { stream: 'data: a\n\n' })
      const { screen, unmount } = mount(url, { fetch: requests.fetch })
      await screen.shows('1:a')
      equal(requests.areAborted, [false])
      unmount()
      await endOfTurn()
      equal(requests.areAborted, [true])
      equal((await endpoint.until({ open: 0 })).requests.length, 1, 'requests')
    },
  },

  {
    name: 'a POST is sent once, however often it is rendered',
    async run({ mount }, server) {
      const endpoint = server.endpoint()
      const url = endpoint.url('events', { stream: 'data: a\n\n' })
      const { screen, update, unmount } = mount(url, question)
      await screen.shows('1:a')
      await update(url)
      await endpoint.end()
      await screen.shows('2:a')
      await update(url)
      unmount()
      const { requests } = await endpoint.until({ open: 0 })
      equal(
        requests.map(({ method, body }) => [method, body]),
        [['POST', 'question']],
      )
    },
  },

  {
    name: '60 cycles of mounting and unmounting are 60 requests, all given up',
    async run({ mount }, server) {
      const endpoint = server.endpoint()
      const url = endpoint.url('events', { stream: Array(60).fill('data: a\n\n') })
      for (let cycle = 0; cycle < 60; cycle++) {
        const { screen, unmount } = mount(url, {})
        await screen.shows('1:a')
        unmount()
      }
      const { requests, excess } = await endpoint.until({ requests: 60, open: 0 })
      equal(requests.length + excess, 60, 'requests')
      equal([...new Set(requests.map(({ ended }) => ended?.by))], ['client'])
    },
  },

  {
    name: 'a token that expires is refreshed once, and nothing is lost',
    async run({ mount }, server) {
      const endpoint = server.endpoint()
      const refreshed: number[] = []
      let token = 1
      const headers = ({ error }: Attempt) => {
        if (error?.status === 401) refreshed.push(++token)
        return { 'x-token': String(token) }
      }
      const url = endpoint.url('events,events,status-401,events', {
        stream: ['id: 1\ndata: a\n\n', 'id: 2\ndata: b\n\n', '', 'id: 3\ndata: c\n\n'],
      })
      const { screen, unmount } = mount(url, { headers, reconnect: { delay: 1 } })
      await screen.shows('1:a')
      await endpoint.cut()
      await screen.shows('1:ab')
      await endpoint.cut()
      await screen.shows('1:abc')
      unmount()
      const { requests } = await endpoint.until({ open: 0 })
      const sent = (name: string) => requests.map((request) => headerBytes(request, name)[0])
      equal(sent('x-token'), ['1', '1', '1', '2'])
      equal(sent('last-event-id'), [undefined, '1', '2', '2'])
      equal(refreshed, [2])
    },
  },

  {
    name: 'what went wrong is shown until the connection is back, and what was received stays',
    async run({ mount }, server) {
      const endpoint = server.endpoint()
      const seen = Promise.withResolvers<void>()
      const headers = async ({ error }: Attempt) => {
        if (error?.code === 'network') await seen.promise
        return {}
      }
      const url = endpoint.url('events,events,status-404', {
        stream: ['id: 1\ndata: a\n\n', 'id: 2\ndata: b\n\n'],
      })
      const { screen, unmount } = mount(url, { headers, reconnect: { delay: 1 } })
      await screen.shows('1:a')
      await endpoint.cut()
      await screen.shows('0:a (reconnecting: network)')
      seen.resolve()
      await screen.shows('1:ab')
      await endpoint.cut()
      await screen.shows('2:ab (failed: http-status)')
      unmount()
      equal((await endpoint.until({ open: 0 })).requests.length, 3, 'requests')
    },
  },

  {
    name: 'another key in the options is another request, and other values alone are none',
    async run({ mount }, server) {
      const endpoint = server.endpoint()
      const url = endpoint.url('events', { stream: ['data: a\n\n', 'data: c\n\n'] })
      const sent = (token: string) => ({ headers: { 'x-token': token } })
      const { screen, update, unmount } = mount(url, sent('1'))
      await screen.shows('1:a')
      await update(url, sent('2'))
      await endpoint.write('data: b\n\n')
      await screen.shows('1:ab')
      await update(url, { key: 'other', ...sent('3') })
      await screen.shows('1:c')
      unmount()
      const { requests } = await endpoint.until({ open: 0 })
      equal(
        requests.map((request) => headerBytes(request, 'x-token')[0]),
        ['1', '3'],
      )
    },
  },

  {
    name: 'another URL in mid-stream ends the old one, of which nothing is seen any more',
    async run({ mount }, server) {
      const [old, next] = [server.endpoint(), server.endpoint()]
      const { screen, update, unmount } = mount(old.url('events', { stream: 'data: a\n\n' }), {})
      await screen.shows('1:a')
      await old.write('data: late\n\n'.repeat(1000))
      await update(next.url('events', { stream: 'data: new\n\n' }))
      await screen.shows('1:new')
      const { requests } = await old.until({ open: 0 })
      equal(
        requests.map(({ ended }) => ended?.by),
        ['client'],
      )
      const begin = screen.history.lastIndexOf('0:')
      ok(begin > screen.history.indexOf('1:a'), 'empty with the new URL')
      // Some browsers tell of a response before its first event.
      const seen = screen.history.slice(begin).filter((shown) => shown !== '1:')
      equal(seen, ['0:', '1:new'])
      unmount()
      equal((await next.until({ open: 0 })).requests.length, 1, 'requests')
    },
  },
]

/** The requests that a hook makes. */
class Requests {
  readonly #signals: (AbortSignal | null | undefined)[] = []

  readonly fetch: FetchLike = (url, init) => {
    this.#signals.push(init?.signal)
    return fetch(url, init)
  }

  get areAborted(): (boolean | undefined)[] {
    return this.#signals.map((signal) => signal?.aborted)
  }
}

/** What was put off to the end of this turn is done; no other task has come. */
async function endOfTurn(): Promise<void> {
  for (let step = 0; step < 10; step++) await Promise.resolve()
}
