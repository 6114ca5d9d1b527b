import { headerBytes } from '../../setup/client.ts'
import { equal } from '../assert.ts'
import type { CaseContext } from '../context.ts'
import { bothFaces, type FaceCase, only, post } from '../face-case.ts'

const withId = { stream: ['id: 7\ndata: 1\n\n', 'data: 2\n\n'] }

/** Makes the platform say whether there is a network. */
function online(context: CaseContext, value: boolean): void {
  Object.defineProperty(navigator, 'onLine', { value, configurable: true })
  context.afterwards(() => Reflect.deleteProperty(navigator, 'onLine'))
  dispatchEvent(new Event(value ? 'online' : 'offline'))
}

/** Makes the platform say whether the page is to be seen. */
function visible(context: CaseContext, value: boolean): void {
  const visibilityState = { value: value ? 'visible' : 'hidden', configurable: true }
  Object.defineProperty(document, 'visibilityState', visibilityState)
  context.afterwards(() => Reflect.deleteProperty(document, 'visibilityState'))
  document.dispatchEvent(new Event('visibilitychange'))
}

/** What a page knows: whether there is a network, and whether someone looks. */
export const connectivity: FaceCase[] = only('page', [
  ...bothFaces(
    'tries nothing while there is no network, and at once when it is back',
    async (connect, context) => {
      const probe = connect('events', withId)
      await probe.received(1)
      online(context, false)
      await probe.endpoint.end()
      await probe.lost(1)
      await context.roundTrip()
      equal((await probe.endpoint.state()).requests.length, 1)
      online(context, true)
      equal(await probe.data(2), ['1', '2'])
    },
  ),

  ...bothFaces('a network that is back ends the wait', async (connect, context) => {
    const probe = connect('end,events', withId, { reconnect: { delay: 100_000 } })
    await probe.lost(1)
    online(context, true)
    equal(await probe.data(2), ['1', '2'])
  }),

  ...bothFaces(
    'a network that is back does not cut Retry-After short',
    async (connect, context) => {
      const reconnect = { statuses: [503] }
      const probe = connect('status-503', { retryAfter: '60' }, { reconnect })
      await probe.lost(1)
      online(context, false)
      online(context, true)
      await context.roundTrip()
      equal(probe.records.filter(({ type }) => type === 'request').length, 1)
      equal((await probe.endpoint.state()).requests.length, 1)
    },
  ),

  ...bothFaces(
    'pauseWhenHidden closes while no one looks, and resumes',
    async (connect, context) => {
      const probe = connect('events', withId, { pauseWhenHidden: true })
      await probe.received(1)
      visible(context, false)
      const { requests } = await probe.endpoint.until({ open: 0 })
      equal(requests[0]!.ended?.by, 'client')
      equal(probe.readyState, 0)
      await context.roundTrip()
      equal((await probe.endpoint.state()).requests.length, 1)
      visible(context, true)
      equal(await probe.data(2), ['1', '2'])
      equal(headerBytes(await probe.endpoint.request(2), 'last-event-id'), ['7'])
      equal(probe.losses, [])
    },
  ),

  ...bothFaces('pauseWhenHidden does not connect in a hidden page', async (connect, context) => {
    visible(context, false)
    const probe = connect('events', withId, { pauseWhenHidden: true })
    await context.roundTrip()
    equal((await probe.endpoint.state()).requests, [])
    visible(context, true)
    await probe.received(1)
  }),

  ...bothFaces(
    'pauseWhenHidden leaves a request open that could not be resumed',
    async (connect, context) => {
      const probe = connect('events', {}, { ...post, pauseWhenHidden: true })
      await probe.opened()
      visible(context, false)
      await context.roundTrip()
      equal((await probe.endpoint.state()).open, 1)
      visible(context, true)
      await context.roundTrip()
      equal((await probe.endpoint.state()).requests.length, 1)
    },
  ),

  ...bothFaces('close() in a hidden page is the end', async (connect, context) => {
    const probe = connect('events', withId, { pauseWhenHidden: true })
    await probe.received(1)
    visible(context, false)
    await probe.endpoint.until({ open: 0 })
    probe.close()
    visible(context, true)
    await context.roundTrip()
    equal((await probe.endpoint.state()).requests.length, 1)
  }),

  ...bothFaces('without pauseWhenHidden a hidden page goes on', async (connect, context) => {
    const probe = connect('events', withId)
    await probe.received(1)
    visible(context, false)
    await probe.endpoint.write('data: unseen\n\n')
    equal(await probe.data(2), ['1', 'unseen'])
  }),
])
