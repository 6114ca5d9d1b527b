// The tab that leads goes, in every way there is, and the next one goes on where it was.
import { describe, expect, test } from 'vitest'
import { type Feed } from './feed-server.ts'
import { polling, range, type Tab, Tabs, useTabs } from './tabs.ts'

const setting = useTabs()

/** Three tabs that have seen five events; the first one leads. */
async function threeTabs(feed: Feed, tabs: Tabs): Promise<[Tab, Tab, Tab]> {
  const three = await tabs.tabs(3, feed)
  feed.publish(5)
  for (const tab of three) await tab.events(feed)
  return three as [Tab, Tab, Tab]
}

describe('the leader goes, and the successor resumes from the last event', () => {
  test.for<[string, (tab: Tab, feed: Feed) => Promise<unknown>]>([
    ['closed', (tab) => tab.page.close()],
    ['closed with its unload handlers', (tab) => tab.page.close({ runBeforeUnload: true })],
    ['reloaded', (tab) => tab.page.reload()],
    ['navigated away', (tab) => tab.page.goto('about:blank')],
    ['crashed', (tab) => tab.page.goto('chrome://crash').catch(() => {})],
    ['its source closed', (tab) => tab.call('close')],
  ])('%s', async ([, go]) => {
    const tabs = await Tabs.open(setting)
    const feed = tabs.server.feed()
    const [first, second, third] = await threeTabs(feed, tabs)
    expect(await first.role()).toBe('leader')
    await go(first, feed)
    await expect.poll(() => feed.requests.length, polling).toBe(2)
    expect(feed.lastEventIds).toEqual(['', '5'])
    feed.publish(5)
    for (const tab of [second, third]) {
      expect(await tab.events(feed)).toEqual(range(1, 10))
      const { opens, errors } = await tab.log()
      expect(opens.map(({ resumedFrom }) => resumedFrom)).toEqual(['', '5'])
      expect(errors).toEqual([])
    }
    const roles = [await second.role(), await third.role()]
    expect(new Set(roles)).toEqual(new Set(['follower', 'leader']))
    expect(feed.open).toBe(1)
  })

  test('events that the server sends meanwhile are not missed', async () => {
    const tabs = await Tabs.open(setting)
    const feed = tabs.server.feed()
    const [first, second, third] = await threeTabs(feed, tabs)
    await first.page.close()
    await expect.poll(() => feed.open, polling).toBe(0)
    feed.publish(5)
    for (const tab of [second, third]) expect(await tab.events(feed)).toEqual(range(1, 10))
  })

  test(
    'a hundred forced hand-overs at full stream: nothing lost, nothing twice, in order, in every tab',
    { timeout: 180_000 },
    async () => {
      const tabs = await Tabs.open(setting)
      const feed = tabs.server.feed()
      const three = await Promise.all(Array.from({ length: 3 }, () => tabs.blank()))
      // An instance that stays, by which the page is a tab of the connection all the time.
      for (const tab of three) await tab.open(feed)
      for (const tab of three) await tab.isOpen()
      const stream = new AbortController()
      const sent = (async () => {
        while (!stream.signal.aborted) {
          feed.publish(1 + (feed.last % 7))
          await new Promise((resolve) => setTimeout(resolve, 2))
        }
      })()
      const handOvers = 100
      for (let count = 1; count <= handOvers; count++) {
        // Who leads is robbed of the lock, as by a tab that believes it dead; or lets go of it, as a page that is cached.
        await three[count % 3]!.page.evaluate(
          async (isRobbed) => {
            const { held } = await navigator.locks.query()
            const { name } = held!.find(({ name }) => name!.startsWith('millrace/'))!
            if (isRobbed) await navigator.locks.request(name!, { steal: true }, () => {})
          },
          count % 2 === 0,
        )
        if (count % 2 === 1) {
          const roles = await Promise.all(three.map((tab) => tab.role()))
          const leader = three[roles.indexOf('leader')]
          await leader?.page.evaluate(() => {
            dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))
            setTimeout(
              () => dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })),
              30,
            )
          })
        }
        await expect.poll(() => feed.requests.length, polling).toBeGreaterThan(count)
      }
      stream.abort()
      await sent
      const logs = []
      for (const tab of three) {
        await tab.events(feed)
        logs.push(await tab.log())
      }
      for (const { events } of logs) expect(events).toEqual(range(1, feed.last))
      expect(feed.last).toBeGreaterThan(1000)
      await expect.poll(() => feed.open, polling).toBe(1)
      expect(feed.requests.length).toBeGreaterThan(handOvers)
    },
  )
})

describe('what else happens to the leader', () => {
  test('a server without IDs: the gap is told', async () => {
    const tabs = await Tabs.open(setting)
    const feed = tabs.server.feed()
    feed.hasIDs = false
    const [first, second, third] = await threeTabs(feed, tabs)
    await first.page.close()
    for (const tab of [second, third]) await tab.until(({ opens }) => opens.length === 2)
    feed.publish(2)
    for (const tab of [second, third]) {
      expect(await tab.events(feed)).toEqual(range(1, 7))
      expect((await tab.log()).opens[1]!.resumedFrom).toBe('')
    }
  })

  test('a follower that was closed while it waited is never elected', async () => {
    const tabs = await Tabs.open(setting)
    const feed = tabs.server.feed()
    const [first, second, third] = await threeTabs(feed, tabs)
    await second.call('close')
    await first.page.close()
    await third.hasRole('leader')
    feed.publish()
    expect(await third.events(feed)).toEqual(range(1, 6))
    expect(await second.role()).toBe('follower')
    expect(feed.requests).toHaveLength(2)
  })

  test.for([
    [204, 'no-content'],
    [404, 'failed'],
  ] as const)(
    'status %i closes all, and a later instance starts afresh',
    async ([status, reason]) => {
      const tabs = await Tabs.open(setting)
      const feed = tabs.server.feed()
      const three = await threeTabs(feed, tabs)
      feed.status = status
      feed.cut()
      for (const tab of three) {
        const { errors, readyState } = await tab.until(({ closed }) => closed === reason)
        expect(errors.at(-1)).toMatchObject({ code: 'http-status', status, reconnectIn: null })
        expect(readyState).toBe(2)
      }
      expect((await three[0].log()).errors.at(-1)!.attempt).toBe(2)
      expect((await three[1].log()).errors.at(-1)!.attempt).toBe(2)
      expect([
        (await three[0].log()).errors.at(-1)!.hasResponse,
        (await three[1].log()).errors.at(-1)!.hasResponse,
      ]).toEqual([true, false])
      feed.status = 200
      const { length } = feed.requests
      await three[1].open(feed)
      await three[1].isOpen(1)
      expect(feed.lastEventIds.slice(length)).toEqual([''])
    },
  )

  test('an event too large for the leader closes all', async () => {
    const tabs = await Tabs.open(setting)
    const feed = tabs.server.feed()
    const both = await tabs.tabs(2, feed, { maxEventSize: 1000 })
    feed.write(`data: ${'x'.repeat(2000)}\n\n`)
    for (const tab of both) {
      const { errors } = await tab.until(({ closed }) => closed === 'failed')
      expect(errors).toMatchObject([{ code: 'event-too-large', reconnectIn: null }])
    }
  })

  test('reconnect() of a follower is heard', async () => {
    const tabs = await Tabs.open(setting)
    const feed = tabs.server.feed()
    const three = await threeTabs(feed, tabs)
    await three[2].call('reconnect')
    for (const tab of three) await tab.until(({ opens }) => opens.length === 2)
    expect(feed.lastEventIds).toEqual(['', '5'])
    expect(await three[0].role()).toBe('leader')
  })

  test('a lost connection is told to all, with the same error', async () => {
    const tabs = await Tabs.open(setting)
    const feed = tabs.server.feed()
    const three = await threeTabs(feed, tabs)
    feed.cut()
    for (const tab of three) {
      const { errors, opens } = await tab.until(({ opens }) => opens.length === 2)
      expect(errors).toMatchObject([{ code: 'network', attempt: 1, reconnectIn: 10 }])
      expect(opens[1]).toMatchObject({ resumedFrom: '5', attempt: 2 })
    }
  })
})
