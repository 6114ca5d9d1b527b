// `source: SharedEventSource` in components, which mount, unmount and are loaded anew.
import { describe, expect, test } from 'vitest'
import type { Framework } from './frameworks-page.tsx'
import { polling, range, type Tab, Tabs, useTabs } from './tabs.ts'

const setting = useTabs()

/** Evaluates the module, as a page does when it is loaded, and hot replacement does later. */
async function load({ page }: Tab): Promise<void> {
  await page.addScriptTag({ url: '/components.js' })
}

async function mountIn({ page }: Tab, framework: Framework, url: string): Promise<void> {
  await page.evaluate(
    ([framework, url]) => {
      const { mounts, unmounts } = globalThis.components!
      unmounts.push(mounts.at(-1)!(framework, url, 3))
    },
    [framework, url] as const,
  )
}

/** Unmounts the components that were mounted first. */
async function unmountIn({ page }: Tab): Promise<void> {
  await page.evaluate(() => globalThis.components!.unmounts.shift()!())
}

/** The numbers that each component shows, of those that are open. */
function shown({ page }: Tab): Promise<number[][]> {
  return page
    .locator('p.open')
    .evaluateAll((all) => all.map(({ textContent }) => textContent.split(' ').map(Number)))
}

/** What three components show that have the same. */
function three(numbers: number[]): number[][] {
  return [numbers, numbers, numbers]
}

async function locks({ page }: Tab): Promise<{ held: number; pending: number }> {
  return page.evaluate(async () => {
    const { held, pending } = await navigator.locks.query()
    return { held: held!.length, pending: pending!.length }
  })
}

describe.for<Framework>(['React', 'Vue'])('in %s', (framework) => {
  test('the components of two tabs have one connection, and leave no lock and no connection behind', async () => {
    const tabs = await Tabs.open(setting)
    const feed = tabs.server.feed()
    const both = [await tabs.blank(), await tabs.blank()]
    for (const tab of both) {
      await load(tab)
      await mountIn(tab, framework, feed.url)
      await expect.poll(() => tab.page.locator('p.open').count(), polling).toBe(3)
    }
    feed.publish(4)
    for (const tab of both) await expect.poll(() => shown(tab), polling).toEqual(three(range(1, 4)))
    expect(feed.requests).toHaveLength(1)
    expect(await locks(both[0]!)).toEqual({ held: 1, pending: 1 })

    await unmountIn(both[0]!)
    feed.publish(2)
    await expect.poll(() => shown(both[1]!), polling).toEqual(three(range(1, 6)))
    expect(await locks(both[1]!)).toEqual({ held: 1, pending: 0 })
    await unmountIn(both[1]!)
    await expect.poll(() => feed.open, polling).toBe(0)
    await expect.poll(() => locks(both[1]!), polling).toEqual({ held: 0, pending: 0 })
  })

  test('a module that is replaced while it runs leaves no lock behind, and there is one connection', async () => {
    const tabs = await Tabs.open(setting)
    const feed = tabs.server.feed()
    const page = await tabs.blank()
    await load(page)
    await mountIn(page, framework, feed.url)
    await expect.poll(() => page.page.locator('p.open').count(), polling).toBe(3)
    feed.publish(2)
    await expect.poll(() => shown(page), polling).toEqual(three([1, 2]))

    // The new one knows nothing of the old one's hub, and meets it as another tab would.
    await load(page)
    await mountIn(page, framework, feed.url)
    await expect.poll(() => page.page.locator('p.open').count(), polling).toBe(6)
    expect(await locks(page)).toEqual({ held: 1, pending: 1 })
    expect(feed.requests).toHaveLength(1)
    await unmountIn(page)
    await expect.poll(() => locks(page), polling).toEqual({ held: 1, pending: 0 })
    await expect.poll(() => feed.requests.length, polling).toBe(2)
    feed.publish(2)
    await expect.poll(() => shown(page), polling).toEqual(three([3, 4]))
    expect(feed.open).toBe(1)
    await unmountIn(page)
    await expect.poll(() => locks(page), polling).toEqual({ held: 0, pending: 0 })
    expect(feed.maxOpen).toBe(1)
  })
})
