import { headerBytes } from '../../setup/client.ts'
import type { Behaviour } from '../behaviour.ts'
import { hidePage, showPage } from '../page.ts'

/** What becomes of it when its page is hidden and shown. */
export const hidden: Behaviour[] = [
  {
    name: 'the page is hidden, and shown',
    original: 'closes, asks again, from 7',
    async run(run) {
      run.start('events', { stream: 'id: 7\ndata: a\n\n' }, { openWhenHidden: false })
      await run.until('a message', () => run.messages.length > 0)
      hidePage()
      const isClosed = await run.closesConnection()
      showPage()
      const [id] = headerBytes(await run.endpoint.request(2), 'last-event-id')
      return `${isClosed ? 'closes' : 'stays open'}, asks again, from ${id}`
    },
  },
  {
    name: 'the same, with `openWhenHidden`',
    original: 'stays open',
    async run(run) {
      run.start('events', { stream: 'data: a\n\n' }, { openWhenHidden: true })
      await run.until('a message', () => run.messages.length > 0)
      hidePage()
      showPage()
      await run.endpoint.write('data: b\n\n')
      await run.until('another', () => run.messages.length > 1)
      const { requests } = await run.endpoint.state()
      return requests.length === 1 ? 'stays open' : 'asks again'
    },
  },
  {
    name: 'the page is hidden and shown while it waits to try again',
    original: 'two connections at once',
    here: 'one connection',
    verdict: 'better',
    async run(run) {
      const init = { openWhenHidden: false, onerror: () => 300 }
      run.start('hang-up,events', { stream: ['', 'data: a\n\n', 'data: b\n\n'] }, init)
      await run.until('the error', () => run.errors.length > 0)
      hidePage()
      showPage()
      await run.until('a message', () => run.messages.length > 0)
      await run.wait(1600)
      const { maxOpen } = await run.endpoint.state()
      return maxOpen > 1 ? 'two connections at once' : 'one connection'
    },
  },
  {
    name: 'the page is hidden, and shown, while a POST is answered that has no `id`',
    original: 'aborts it, and sends it again',
    here: 'reads on',
    verdict: 'on purpose',
    async run(run) {
      const init = { method: 'POST', body: 'question', openWhenHidden: false }
      run.start('events', { stream: ['data: a\n\n', 'data: a\n\n'] }, init)
      await run.until('a message', () => run.messages.length > 0)
      hidePage()
      showPage()
      if ((await run.endpoint.state()).requests.length === 1) {
        await run.endpoint.write('data: b\n\n')
      }
      await run.until('another', () => run.messages.length > 1)
      const { requests } = await run.endpoint.state()
      return requests.length === 1 ? 'reads on' : 'aborts it, and sends it again'
    },
  },
]
