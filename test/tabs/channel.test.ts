// What is on the channel, and what others may post there.
import { expect, test } from 'vitest'
import { polling, range, type Tab, Tabs, useTabs } from './tabs.ts'

const setting = useTabs()

/** The name of lock and channel. */
function nameOf({ page }: Tab): Promise<string> {
  return page.evaluate(async () => {
    const { held, pending } = await navigator.locks.query()
    return [...held!, ...pending!].find(({ name }) => name!.startsWith('millrace/'))!.name!
  })
}

test('no header, token, cookie or body is ever on it, nor in the name, over joining, errors and hand-overs', async () => {
  const tabs = await Tabs.open(setting)
  const feed = tabs.server.feed()
  const url = { url: `${feed.url}?token=secret-query` }
  const recorder = await tabs.blank()
  await tabs.context.addCookies([
    { name: 'session', value: 'secret-cookie', url: tabs.server.origin },
  ])
  const init = {
    key: 'secret-key',
    headers: { authorization: 'Bearer secret-header' },
    method: 'POST',
    reconnect: { delay: 10, when: 'always' as const },
  }
  const first = await tabs.blank()
  await first.open(url, init)
  const name = await expect
    .poll(() => nameOf(first).catch(() => ''), polling)
    .toMatch(/^millrace/)
    .then(() => nameOf(first))
  await recorder.page.evaluate((name) => {
    new BroadcastChannel(name).addEventListener('message', ({ data }) =>
      tab.notes.push(JSON.stringify(data)),
    )
  }, name)
  await first.isOpen()
  const second = await tabs.blank()
  await second.open(url, init)
  await second.isOpen()
  feed.publish(3)
  await second.events(feed)
  feed.cut()
  await second.until(({ opens }) => opens.length === 2)
  await second.call('reconnect')
  await second.until(({ opens }) => opens.length === 3)
  await first.page.close()
  await second.until(({ opens }) => opens.length === 4)
  const third = await tabs.blank()
  await third.open(url, init)
  await third.isOpen()
  feed.status = 403
  feed.cut()
  await third.until(({ closed }) => closed === 'failed')
  const recorded = await recorder.page.evaluate(() => tab.notes)
  const kinds = new Set(recorded.map((text) => (JSON.parse(text) as { kind: string }).kind))
  expect(kinds).toEqual(new Set(['hello', 'state', 'reconnect', 'closed']))
  expect(recorded.join('\n')).toContain('"data":"3"')
  // What was sent, and would be found if it were there.
  expect(feed.requests[0]!.headers).toMatchObject({
    authorization: 'Bearer secret-header',
    cookie: expect.stringContaining('secret-cookie'),
  })
  expect(name + recorded.join('\n')).not.toMatch(/secret|authorization|cookie|token|content-type/i)
  expect(name).toMatch(/^millrace\/1\/[0-9a-f]{64}$/)
})

test('messages that are forged, malformed or of another version change nothing', async () => {
  const tabs = await Tabs.open(setting)
  const feed = tabs.server.feed()
  const [first, second] = (await tabs.tabs(2, feed)) as [Tab, Tab]
  feed.publish(2)
  await second.events(feed)
  const forger = await tabs.blank()
  await forger.page.evaluate(
    (name) => {
      const channel = new BroadcastChannel(name)
      const place = { epoch: 1, sequence: 2, lastEventId: '2' }
      const entry = { epoch: 1, type: 'message', data: '666', lastEventId: '666', origin: '' }
      const life = { turn: 1, isOpen: true, attempt: 1, resumedFrom: '', openedAfter: 0 }
      const state = {
        ...{ version: 1, from: 'forger', epoch: 1e6, kind: 'state', base: place, since: place },
        ...{ found: 'place', entries: [entry], life },
      }
      const bad = [
        ...[undefined, null, 1, 'state', [], {}, new Map(), { version: 1 }],
        { ...state, version: 2 },
        { ...state, version: '1' },
        ...[{}, undefined, 7].map((from) => ({ ...state, from })),
        ...[NaN, Infinity, -1, '1', 2 ** 60, undefined].map((epoch) => ({ ...state, epoch })),
        ...['stat', 'constructor', '__proto__', 7].map((kind) => ({ ...state, kind })),
        ...[null, {}, { ...place, sequence: '2' }].map((since) => ({ ...state, since })),
        ...[null, {}, [null], [{ ...entry, data: 7 }], [{}]].map((entries) => ({
          ...state,
          entries,
        })),
        ...[null, {}, { ...life, isOpen: 1 }, { ...life, error: {} }].map((life) => ({
          ...state,
          life,
        })),
        { ...state, reply: { to: 7 } },
        { ...state, found: 'everything' },
        { version: 1, from: 'forger', epoch: 1e6, kind: 'closed', reason: 'aborted' },
        { version: 1, from: 'forger', epoch: 1e6, kind: 'closed', reason: 'failed', error: 'no' },
        { version: 1, from: 'forger', epoch: 1e6, kind: 'hello', question: 1, after: 7 },
        // Well-formed, but of an epoch that is over.
        { ...state, epoch: 0 },
        { version: 1, from: 'forger', epoch: 0, kind: 'closed', reason: 'failed' },
      ]
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- that is for windows
      for (const message of bad) channel.postMessage(message)
    },
    await nameOf(first),
  )
  feed.publish(2)
  for (const tab of [first, second]) {
    expect(await tab.events(feed)).toEqual(range(1, 4))
    const { opens, errors, readyState, closed } = await tab.log()
    expect({ opens: opens.length, errors, readyState, closed }).toEqual({
      opens: 1,
      errors: [],
      readyState: 1,
      closed: undefined,
    })
  }
  expect([await first.role(), await second.role()]).toEqual(['leader', 'follower'])
  expect(feed.requests).toHaveLength(1)
})

test('two applications of one origin, with a connection each, do not hear each other', async () => {
  const tabs = await Tabs.open(setting)
  const [feed, other] = [tabs.server.feed(), tabs.server.feed()]
  const [first] = await tabs.tabs(1, feed)
  const [second] = await tabs.tabs(1, other)
  feed.publish(2)
  await first!.events(feed)
  other.publish(1)
  expect(await second!.events(other)).toEqual([1])
  expect([await first!.role(), await second!.role()]).toEqual(['leader', 'leader'])
})

test('10 000 events a second with one slow tab: the others and the leader are not slowed', async () => {
  const tabs = await Tabs.open(setting)
  const feed = tabs.server.feed()
  const [leader, quick, slow] = (await tabs.tabs(3, feed)) as [Tab, Tab, Tab]
  await slow.page.evaluate(() => {
    tab.watched[0]!.source.addEventListener('message', () => {
      const end = performance.now() + 1
      while (performance.now() < end);
    })
  })
  const begin = performance.now()
  for (let round = 0; round < 50; round++) {
    feed.publish(200)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  expect(await leader.events(feed)).toEqual(range(1, 10_000))
  expect(await quick.events(feed)).toEqual(range(1, 10_000))
  const seconds = (performance.now() - begin) / 1000
  // The slow one takes 6.7 s at least for its listener alone.
  expect(seconds).toBeLessThan(5)
  expect(await slow.events(feed)).toEqual(range(1, 10_000))
  expect(feed.requests).toHaveLength(1)
})
