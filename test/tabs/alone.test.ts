// Where tabs cannot know of each other: a plain source, and a trace record that says why.
import { chromium, type Frame } from 'playwright'
import { describe, expect, onTestFinished, test } from 'vitest'
import { chromiumArgs, findChromium } from '../setup/chromium.ts'
import type { Feed } from './feed-server.ts'
import { Tab, Tabs, useTabs } from './tabs.ts'

const setting = useTabs()

/** What a source in a place of its own does: it gets its events, and has said why it is alone. */
async function expectAlone(tab: Tab<Frame>, feed: Feed, why: RegExp): Promise<void> {
  await tab.open(feed)
  await tab.isOpen()
  feed.publish(2)
  expect(await tab.events(feed)).toEqual([1, 2])
  const { alone, roles } = await tab.log()
  expect(alone).toHaveLength(1)
  expect(alone[0]).toMatch(why)
  expect(roles.at(-1)).toBe('leader')
}

/** A page whose scripts find the world so. */
async function pageWith(tabs: Tabs, change: () => void): Promise<Tab<Frame>> {
  const page = await tabs.context.newPage()
  await page.addInitScript(change)
  await page.goto(tabs.server.origin)
  return new Tab(page.mainFrame())
}

describe('alone', () => {
  test.for<[string, () => void, RegExp]>([
    [
      'no Web Locks',
      () => Object.defineProperty(navigator, 'locks', { value: undefined }),
      /no Web Locks/,
    ],
    [
      'no BroadcastChannel',
      () => Reflect.deleteProperty(globalThis, 'BroadcastChannel'),
      /no BroadcastChannel/,
    ],
    [
      'a BroadcastChannel that throws, as with storage denied',
      () => {
        globalThis.BroadcastChannel = new Proxy(BroadcastChannel, {
          construct() {
            throw new DOMException('storage is denied', 'SecurityError')
          },
        })
      },
      /storage is denied/,
    ],
    [
      'a request for the lock that rejects',
      () => {
        navigator.locks.request = () =>
          Promise.reject(new DOMException('locks are denied', 'SecurityError'))
      },
      /locks are denied/,
    ],
  ])('%s', async ([, change, why]) => {
    const tabs = await Tabs.open(setting)
    const feed = tabs.server.feed()
    await expectAlone(await pageWith(tabs, change), feed, why)
    expect(feed.requests).toHaveLength(1)
  })

  test('a sandboxed frame, whose origin is opaque', async () => {
    const tabs = await Tabs.open(setting)
    const feed = tabs.server.feed()
    const page = await tabs.context.newPage()
    const src = encodeURIComponent(tabs.server.origin)
    await page.goto(`${tabs.server.origin}/frame?sandbox=allow-scripts&src=${src}`)
    const frame = page.frames()[1]!
    await frame.waitForFunction(() => 'tab' in globalThis)
    await expectAlone(new Tab(frame), feed, /opaque/)
  })

  test('a frame of another site, where the browser denies it storage', async () => {
    const tabs = await Tabs.open(setting)
    const feed = tabs.server.feed()
    const { origin, port } = setting.server
    const page = await tabs.context.newPage()
    // 127.0.0.1 is one site, localhost another.
    await page.goto(`http://127.0.0.1:${port}/frame?src=${encodeURIComponent(origin)}`)
    const frame = page.frames()[1]!
    await frame.waitForFunction(() => 'tab' in globalThis)
    await expectAlone(new Tab(frame), feed, /denied/)
  })

  test('plain http at an address that is no secure context', async () => {
    const browser = await chromium.launch({
      executablePath: findChromium()!,
      args: [...chromiumArgs, '--host-resolver-rules=MAP plain.test 127.0.0.1'],
    })
    onTestFinished(() => browser.close())
    const feed = setting.server.feed()
    const page = await browser.newPage()
    await page.goto(`http://plain.test:${setting.server.port}`)
    await expectAlone(new Tab(page.mainFrame()), feed, /secure context/)
  })

  test('alone, the instances of a page still share one connection', async () => {
    const tabs = await Tabs.open(setting)
    const feed = tabs.server.feed()
    const page = await pageWith(tabs, () =>
      Object.defineProperty(navigator, 'locks', { value: undefined }),
    )
    for (let index = 0; index < 3; index++) await page.open(feed)
    for (let index = 0; index < 3; index++) await page.isOpen(index)
    expect(feed.requests).toHaveLength(1)
    for (let index = 0; index < 3; index++) await page.call('close', index)
    await expect.poll(() => feed.open).toBe(0)
  })
})
