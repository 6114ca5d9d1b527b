// Pages that are frozen, cached, hidden or stand still.
import { describe, expect, onTestFinished, test } from 'vitest'
import { DevTools, type DevToolsTab } from './devtools.ts'
import type { Feed } from './feed-server.ts'
import { type PlainInit, polling, range, Tab, Tabs, useTabs } from './tabs.ts'

const setting = useTabs()

/** Tabs of one window, of which the last one opened is shown; the first one leads. */
async function windowOf(
  count: number,
  init: PlainInit = {},
): Promise<{ feed: Feed; all: Tab<DevToolsTab>[] }> {
  const devtools = await DevTools.start()
  onTestFinished(() => devtools.close())
  const feed = setting.server.feed()
  const all: Tab<DevToolsTab>[] = []
  while (all.length < count) {
    const tab = new Tab(await devtools.tab(setting.server.origin))
    await tab.open(feed, init)
    await tab.isOpen()
    all.push(tab)
  }
  feed.publish(3)
  for (const tab of all) await tab.events(feed)
  return { feed, all }
}

describe('frozen', () => {
  test('a frozen leader is taken over at once; thawed, it follows, without a second socket, and has missed nothing', async () => {
    const { feed, all } = await windowOf(2)
    const [first, second] = all as [Tab<DevToolsTab>, Tab<DevToolsTab>]
    await first.page.freeze(true)
    await second.hasRole('leader')
    await second.until(({ opens }) => opens.length === 2)
    feed.publish(3)
    await second.events(feed)
    expect(feed.lastEventIds).toEqual(['', '3'])
    await first.page.freeze(false)
    await first.hasRole('follower')
    feed.publish(3)
    expect(await first.events(feed)).toEqual(range(1, 9))
    expect(await second.events(feed)).toEqual(range(1, 9))
    expect(feed.requests).toHaveLength(2)
    expect(feed.open).toBe(1)
    const { opens } = await first.log()
    expect(opens.map(({ resumedFrom }) => resumedFrom)).toEqual(['', '3'])
  })

  test('what it missed is more than others keep: it reads on by itself, until it has met them', async () => {
    const { feed, all } = await windowOf(2)
    const [first, second] = all as [Tab<DevToolsTab>, Tab<DevToolsTab>]
    await first.page.freeze(true)
    await second.until(({ opens }) => opens.length === 2)
    for (let count = 0; count < 10; count++) feed.publish(100)
    await second.events(feed)
    await first.page.freeze(false)
    expect(await first.events(feed)).toEqual(range(1, 1003))
    await expect.poll(() => feed.open, polling).toBe(1)
    expect(feed.lastEventIds).toEqual(['', '3', '3'])
    feed.publish(2)
    expect(await first.events(feed)).toEqual(range(1, 1005))
    expect(await second.events(feed)).toEqual(range(1, 1005))
  })

  test(
    'a leader that stands still unfrozen is robbed by a tab that is seen, within 40 s; back again, it follows',
    { timeout: 120_000 },
    async () => {
      const tabs = await Tabs.open(setting)
      const feed = tabs.server.feed()
      const [first, second] = (await tabs.tabs(2, feed)) as [Tab, Tab]
      feed.publish(3)
      await second.events(feed)
      const begin = performance.now()
      const session = await tabs.context.newCDPSession(first.page)
      await session.send('Debugger.enable')
      await session.send('Debugger.pause')
      // It stops at the next line that runs.
      const stopped = first.page.evaluate(() => 1)
      await expect.poll(() => second.role(), { timeout: 60_000, interval: 200 }).toBe('leader')
      expect(performance.now() - begin).toBeLessThan(40_000)
      await expect.poll(() => feed.requests.length, polling).toBe(2)
      expect(feed.lastEventIds[1]).toBe('3')
      feed.publish(3)
      await second.events(feed)
      await session.send('Debugger.resume')
      await session.send('Debugger.disable')
      await stopped
      await first.hasRole('follower')
      feed.publish(3)
      expect(await first.events(feed)).toEqual(range(1, 9))
      expect(await second.events(feed)).toEqual(range(1, 9))
      await expect.poll(() => feed.open, polling).toBe(1)
    },
  )

  test(
    'one in the background that waits long to reconnect is not taken for dead',
    { timeout: 120_000 },
    async () => {
      const { feed, all } = await windowOf(2, {
        reconnect: { delay: 600_000, maxDelay: 600_000 },
      })
      const [first, second] = all as [Tab<DevToolsTab>, Tab<DevToolsTab>]
      const visibility = [first, second].map(({ page }) =>
        page.evaluate(() => document.visibilityState, undefined),
      )
      expect(await Promise.all(visibility)).toEqual(['hidden', 'visible'])
      feed.cut()
      await second.until(({ errors }) => errors.length === 1)
      // Longer than a silent leader would be let live.
      const begin = performance.now()
      await expect
        .poll(() => performance.now() - begin > 35_000, { timeout: 60_000, interval: 500 })
        .toBe(true)
      expect([await first.role(), await second.role()]).toEqual(['leader', 'follower'])
      expect(feed.requests).toHaveLength(1)
    },
  )
})

describe('in the back/forward cache', () => {
  test('a leader goes into it, and comes back as a follower that misses nothing', async () => {
    const tabs = await Tabs.open(setting)
    const feed = tabs.server.feed()
    const [first, second] = (await tabs.tabs(2, feed)) as [Tab, Tab]
    feed.publish(3)
    await first.events(feed)
    await first.page.evaluate(() => {
      addEventListener('pageshow', ({ persisted }) => tab.notes.push(`persisted ${persisted}`))
    })
    await first.page.goto(`${tabs.server.origin}/frame?src=about:blank`)
    await second.until(({ opens }) => opens.length === 2)
    feed.publish(3)
    await second.events(feed)
    await first.page.goBack({ waitUntil: 'commit' })
    const reasons = await first.page.evaluate(() => {
      const [entry] = performance.getEntriesByType('navigation') as (PerformanceEntry & {
        notRestoredReasons: unknown
      })[]
      return JSON.stringify(entry!.notRestoredReasons)
    })
    expect(reasons).toBe('null')
    expect(await first.page.evaluate(() => tab.notes)).toEqual(['persisted true'])
    feed.publish(3)
    expect(await first.events(feed)).toEqual(range(1, 9))
    expect(await first.role()).toBe('follower')
    expect(feed.lastEventIds).toEqual(['', '3'])
  })
})

describe('hidden', () => {
  test('pauseWhenHidden pauses when all tabs are hidden, and resumes when one is shown', async () => {
    const { feed, all } = await windowOf(3, { pauseWhenHidden: true })
    // The first two are hidden, the leader among them.
    feed.publish()
    for (const tab of all) expect(await tab.events(feed)).toEqual(range(1, 4))
    const { page } = all[0]!
    const other = await page.devtools.tab(setting.server.origin)
    await expect.poll(() => feed.open, polling).toBe(0)
    for (const tab of all) await tab.until(({ readyState }) => readyState === 0)
    feed.publish(2)
    await all[1]!.page.show()
    for (const tab of all) expect(await tab.events(feed)).toEqual(range(1, 6))
    expect(feed.lastEventIds).toEqual(['', '4'])
    await other.show()
    await expect.poll(() => feed.open, polling).toBe(0)
  })
})
