// The essential of it in the two other engines, a browser for all tests of each. Not here, as nothing drives them there: a page
// that crashes (`chrome://crash`), one that is frozen (Page.setWebLifecycleState), one that stands still (Debugger.pause),
// and an address that is no secure context (`--host-resolver-rules`).
import { beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import type { EngineBrowser, EnginePage } from './engine.ts'
import { type Feed, FeedServer } from './feed-server.ts'
import { firefox } from './firefox.ts'
import { polling, range, Tab, Tabs } from './tabs.ts'
import { webkit } from './webkit.ts'

type EngineTab = Tab<EnginePage>

// `test/run.ts` names an engine that is missing, which is a failure under CI.
describe.for([firefox, webkit])('in $name', (engine) => {
  let server: FeedServer
  let browser: EngineBrowser

  beforeEach(({ skip }) => skip(!engine.isInstalled(), `for want of ${engine.name}: ${engine.get}`))
  beforeAll(async () => {
    if (!engine.isInstalled()) return
    server = await FeedServer.start()
    browser = await engine.start()
    return async () => {
      await browser.close()
      await server.close()
    }
  }, 60_000)

  /** Tabs that are closed with the test. */
  function openTabs(): Tabs<EngineBrowser> {
    const pages: EnginePage[] = []
    const close = () => Promise.all(pages.map((page) => page.close().catch(() => {})))
    const newPage = async () => {
      const page = await browser.newPage()
      pages.push(page)
      return page
    }
    onTestFinished(async () => void (await close()))
    return new Tabs<EngineBrowser>({ newPage, close }, server)
  }

  /** Three tabs that have seen five events; the first one leads. */
  async function threeTabs(feed: Feed): Promise<[EngineTab, EngineTab, EngineTab]> {
    const three = await openTabs().tabs(3, feed)
    feed.publish(5)
    for (const tab of three) await tab.events(feed)
    return three as [EngineTab, EngineTab, EngineTab]
  }

  test('seven tabs take one socket, and each event comes once to each', async () => {
    const feed = server.feed()
    const seven = await openTabs().tabs(7, feed)
    feed.publish(20)
    for (const tab of seven) {
      expect(await tab.events(feed)).toEqual(range(1, 20))
      expect((await tab.log()).lastEventId).toBe('20')
    }
    expect(feed.requests).toHaveLength(1)
  })

  test('of tabs that open in the same instant, one leads', async () => {
    const feed = server.feed()
    const tabs = openTabs()
    const four = [await tabs.blank(), await tabs.blank(), await tabs.blank(), await tabs.blank()]
    await Promise.all(four.map((tab) => tab.open(feed)))
    for (const tab of four) await tab.isOpen()
    const roles = await Promise.all(four.map((tab) => tab.role()))
    expect(roles.filter((role) => role === 'leader')).toHaveLength(1)
    feed.publish(3)
    for (const tab of four) expect(await tab.events(feed)).toEqual([1, 2, 3])
    expect(feed.requests).toHaveLength(1)
  })

  test.for<[string, (tab: EngineTab) => Promise<unknown>]>([
    ['is closed', (tab) => tab.page.close()],
    ['is reloaded', (tab) => tab.page.reload()],
    ['is navigated away', (tab) => tab.page.goto('about:blank')],
    ['closes its source', (tab) => tab.call('close')],
  ])('the leader %s: the successor resumes from the last event', async ([, go]) => {
    const feed = server.feed()
    const [first, second, third] = await threeTabs(feed)
    await go(first)
    await expect.poll(() => feed.requests.length, polling).toBe(2)
    expect(feed.lastEventIds).toEqual(['', '5'])
    feed.publish(5)
    for (const tab of [second, third]) {
      expect(await tab.events(feed)).toEqual(range(1, 10))
      const { opens, errors } = await tab.log()
      expect(opens.map(({ resumedFrom }) => resumedFrom)).toEqual(['', '5'])
      // These two engines may break a page's request before they tell the page that it is left; then it says so to all.
      expect(errors.filter(({ code }) => code !== 'network')).toEqual([])
    }
    expect(feed.open).toBe(1)
  })

  test('a server without IDs: the gap is told', async () => {
    const feed = server.feed()
    feed.hasIDs = false
    const [first, second, third] = await threeTabs(feed)
    await first.page.close()
    for (const tab of [second, third]) {
      const { opens } = await tab.until(({ opens }) => opens.length === 2)
      expect(opens[1]!.resumedFrom).toBe('')
    }
  })

  test('ten forced hand-overs at full stream: nothing lost, nothing twice, in order, in every tab', async () => {
    const feed = server.feed()
    const three = await threeTabs(feed)
    const stream = setInterval(() => feed.publish(1 + (feed.last % 7)), 5)
    onTestFinished(() => clearInterval(stream))
    for (let count = 1; count <= 10; count++) {
      await three[count % 3]!.page.evaluate(async () => {
        const { held } = await navigator.locks.query()
        const { name } = held!.find(({ name }) => name!.startsWith('millrace/'))!
        await navigator.locks.request(name!, { steal: true }, () => {})
      }, undefined)
      await expect.poll(() => feed.requests.length, polling).toBeGreaterThan(count)
    }
    clearInterval(stream)
    for (const tab of three) expect(await tab.events(feed)).toEqual(range(1, feed.last))
    await expect.poll(() => feed.open, polling).toBe(1)
  })

  test('a lost connection is told to all; reconnect() of a follower is heard; a final failure closes all', async () => {
    const feed = server.feed()
    const three = await threeTabs(feed)
    feed.cut()
    for (const tab of three) {
      const { errors, opens } = await tab.until(({ opens }) => opens.length === 2)
      expect(errors).toMatchObject([{ code: 'network', attempt: 1, reconnectIn: 10 }])
      expect(opens[1]).toMatchObject({ resumedFrom: '5', attempt: 2 })
    }
    await three[2].call('reconnect')
    for (const tab of three) await tab.until(({ opens }) => opens.length === 3)
    feed.status = 403
    feed.cut()
    for (const tab of three) {
      const { errors } = await tab.until(({ closed }) => closed === 'failed')
      expect(errors.at(-1)).toMatchObject({ code: 'http-status', status: 403, reconnectIn: null })
    }
  })

  test('who comes late gets what it asks for', async () => {
    const feed = server.feed()
    const tabs = openTabs()
    const [first] = await tabs.tabs(2, feed)
    feed.publish(6)
    await first!.events(feed)
    const late = await tabs.tab(feed, { replay: 2 })
    await late.isOpen()
    const later = await tabs.tab(feed, { lastEventId: '3' })
    await later.isOpen()
    feed.publish()
    expect(await late.events(feed)).toEqual([5, 6, 7])
    expect(await later.events(feed)).toEqual([4, 5, 6, 7])
    expect(feed.requests).toHaveLength(1)
  })

  test.for(['leads', 'follows'])(
    'a page that %s goes back in its history: it takes part again, and if it was kept, it misses nothing',
    async (role) => {
      const feed = server.feed()
      const [first, second] = await threeTabs(feed)
      const [left, other] = role === 'leads' ? [first, second] : [second, first]
      await left.page.goto(`${server.origin}/frame?src=about:blank`)
      feed.publish(3)
      await other.events(feed)
      await left.page.goBack()
      const isKept = await left.page.evaluate(() => tab.watched.length > 0, undefined)
      expect(isKept).toBe(engine.keepsPages)
      if (!isKept) await left.open(feed)
      await left.isOpen()
      feed.publish(3)
      expect(await left.events(feed)).toEqual(isKept ? range(1, 11) : range(9, 11))
      expect(feed.open).toBe(1)
    },
  )

  test('without Web Locks the page has a connection of its own, and says so', async () => {
    const feed = server.feed()
    const blank = await openTabs().blank()
    await blank.page.evaluate(() => {
      Object.defineProperty(navigator, 'locks', { value: undefined })
    }, undefined)
    await blank.open(feed)
    await blank.isOpen()
    feed.publish(2)
    expect(await blank.events(feed)).toEqual([1, 2])
    expect((await blank.log()).alone).toEqual(['there are no Web Locks'])
  })
})
