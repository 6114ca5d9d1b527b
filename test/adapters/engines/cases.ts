import type { Attempt } from '../../../src/index.ts'
import { equal, ok } from '../../faces/assert.ts'
import { headerBytes, type TestServerClient } from '../../setup/client.ts'
import type { Framework } from './component.ts'

/** One behaviour of the hooks, to be shown in a real page over a real connection; needs no test runner. */
export interface HookCase {
  name: string
  run(framework: Framework, server: TestServerClient): Promise<void>
}

const question = { method: 'POST', body: 'question' }

export const hookCases: HookCase[] = [
  {
    name: 'an answer of 10 000 tokens is rendered at most once a frame, and as a whole',
    async run({ mount }, server) {
      const endpoint = server.endpoint()
      const frames = countFrames()
      const { screen, commits, unmount } = mount(endpoint.url('events'), question)
      await endpoint.request(1)
      const tokens = Array.from({ length: 10_000 }, (_, index) => index)
      const parts = Array.from({ length: 100 }, (_, part) =>
        tokens.slice(part * 100, (part + 1) * 100).map((token) => `data: ${token},\n\n`),
      )
      // At once, so that several get into a frame; on their way they may overtake each other.
      await Promise.all(parts.map((part) => endpoint.write(part.join(''))))
      await endpoint.end()
      await screen.until((shown) => shown.startsWith('2:'))
      // The first render and that of the end come by themselves.
      const most = frames.stop() + 2
      ok(commits() <= most, `at most ${most} renders; there were ${commits()}`)
      const shown = screen.text.slice(2).split(',').slice(0, -1).map(Number)
      equal(
        shown.toSorted((a, b) => a - b),
        tokens,
        'tokens',
      )
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

/** Counts the frames of the page from now on. */
function countFrames(): { stop(): number } {
  let frames = 0
  let frame = requestAnimationFrame(count)
  function count(): void {
    frames++
    frame = requestAnimationFrame(count)
  }
  return {
    stop() {
      cancelAnimationFrame(frame)
      return frames
    },
  }
}
