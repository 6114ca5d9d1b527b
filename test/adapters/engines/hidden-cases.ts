import { equal, ok } from '../../faces/assert.ts'
import { answer, tokens, tokensIn } from './answer.ts'
import type { HookCase } from './cases.ts'
import { Frames } from './frames.ts'

/** What is to be seen in a page that is really hidden. */
export const hiddenCases: HookCase[] = [
  {
    name: 'an answer is shown while it comes, and as a whole when it is over, without a frame',
    async run({ mount }, server) {
      const endpoint = server.endpoint()
      const { screen, commits, unmount } = mount(endpoint.url('events'), { method: 'POST' })
      const begin = performance.now()
      const frames = new Frames(commits)
      await endpoint.write(`data: ${tokens[0]},\n\n`)
      await screen.shows(`1:${tokens[0]},`)
      await Promise.all([
        answer(endpoint, tokens.slice(1)),
        screen.until((shown) => shown.startsWith('2:')),
      ])
      frames.stop()
      equal(tokensIn(screen), tokens, 'tokens')
      equal(document.visibilityState, 'hidden')
      // Firefox has one now and then.
      const most = 2 + (performance.now() - begin) / 1000
      ok(frames.count <= most, `hardly a frame; there were ${frames.count}`)
      unmount()
    },
  },

  {
    name: 'with pauseWhenHidden, nothing is asked for until the page is shown',
    async run({ mount }, server) {
      const [paused, other] = [server.endpoint(), server.endpoint()]
      const stream = 'data: a\n\n'
      const waiting = mount(paused.url('events', { stream }), { pauseWhenHidden: true })
      const going = mount(other.url('events', { stream }), {})
      await going.screen.shows('1:a')
      equal(waiting.screen.text, '0:')
      equal((await paused.state()).requests.length, 0, 'requests')
      waiting.unmount()
      going.unmount()
      await other.until({ open: 0 })
    },
  },
]
