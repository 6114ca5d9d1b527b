import { expect, test } from 'vitest'
import type { Page } from 'playwright'
import { openExample } from '../setup/example-page.ts'

const text = (page: Page, id: string) => page.locator(`#${id}`).textContent()
/** A number comes twice a second. */
const patience = { timeout: 10_000 }
const number = async (page: Page, id: string) => Number(await text(page, id))

/** The tab, another six like it, and of all seven those that lead. */
async function sevenTabs(page: Page): Promise<{ tabs: Page[]; leaders(): Promise<Page[]> }> {
  const tabs = [page]
  while (tabs.length < 7) {
    const next = await page.context().newPage()
    await next.goto(page.url())
    tabs.push(next)
  }
  return {
    tabs,
    async leaders() {
      const open = tabs.filter((tab) => !tab.isClosed())
      const titles = await Promise.all(open.map((tab) => tab.title()))
      return open.filter((_, index) => titles[index] === '★ leads')
    },
  }
}

test('seven tabs have one connection; whichever leads is closed, and no number is missing or comes twice', async () => {
  const { page, complaints } = await openExample('shared-tabs')
  const { tabs, leaders } = await sevenTabs(page)
  for (const tab of tabs) await expect.poll(() => number(tab, 'count'), patience).toBeGreaterThan(1)
  expect(await number(page, 'connections')).toBe(1)
  expect(await number(page, 'opened')).toBe(1)

  for (let opened = 2; opened <= 4; opened++) {
    const [leader, ...others] = await leaders()
    expect(others).toEqual([])
    await leader!.close()
    for (const tab of tabs.filter((tab) => !tab.isClosed()))
      await expect.poll(() => number(tab, 'opened'), patience).toBe(opened)
  }
  const rest = tabs.filter((tab) => !tab.isClosed())
  expect(rest).toHaveLength(4)
  for (const tab of rest) {
    expect([await text(tab, 'missing'), await text(tab, 'twice')]).toEqual(['0', '0'])
    expect(await text(tab, 'log')).toMatch(/open, resumed from \d+/)
    expect(await number(tab, 'connections')).toBe(1)
  }
  expect(complaints).toEqual([])
})

test('after a cut all go on where they were', async () => {
  const { page } = await openExample('shared-tabs')
  const { tabs } = await sevenTabs(page)
  for (const tab of tabs) await expect.poll(() => number(tab, 'count'), patience).toBeGreaterThan(1)
  await tabs[3]!.getByRole('button', { name: 'Cut the connection' }).click()
  for (const tab of tabs) {
    await expect.poll(() => number(tab, 'opened'), patience).toBe(2)
    expect(await text(tab, 'missing')).toBe('0')
    await expect.poll(() => text(tab, 'log'), patience).toMatch(/open, resumed from \d+/)
  }
})

test('with a connection for each tab, the seventh hangs, until another one is closed', async () => {
  const { page } = await openExample('shared-tabs')
  await page.getByRole('link', { name: 'A connection for each tab' }).click()
  await expect.poll(() => text(page, 'role')).toBe('This tab shares nothing')
  const context = page.context()
  for (let count = 1; count < 6; count++) await (await context.newPage()).goto(page.url())
  await expect.poll(() => number(page, 'connections'), patience).toBe(6)
  // What hangs is the page itself, as its files want a connection too.
  const seventh = await context.newPage()
  let isThere = false
  const going = seventh.goto(page.url()).then(() => (isThere = true))
  const before = await number(page, 'number')
  await expect.poll(() => number(page, 'number'), patience).toBeGreaterThan(before + 2)
  expect(isThere).toBe(false)
  await context.pages()[1]!.close()
  await going
})
