import { describe, expect, test } from 'vitest'
import type { Page } from 'playwright'
import { openssl } from '../../examples/tools.ts'
import { openExample, openPage } from '../setup/example-page.ts'

const channels = ['alerts', 'builds', 'chat', 'news', 'prices', 'traffic', 'weather']

/** The channels that have said something since the page's way was chosen. */
const speaking = async (page: Page) =>
  (await page.locator('#channels section').all()).length === 7 &&
  page
    .locator('#channels section')
    .evaluateAll((cards) =>
      cards.filter((card) => card.querySelector('.count')!.textContent !== '0').map(({ id }) => id),
    )

const text = (page: Page, selector: string) => page.locator(selector).textContent()
const count = async (page: Page, channel: string) => Number(await text(page, `#${channel} .count`))

/** Its channel has said something more. */
async function speaks(page: Page, channel: string): Promise<void> {
  const before = await count(page, channel)
  await expect.poll(() => count(page, channel), { timeout: 5000 }).toBeGreaterThan(before)
}

// Without openssl the server does not start; `npm test` says so, and refuses it under CI.
describe.runIf(openssl.find())('channels', () => {
  test.for(['envelope', 'named'])(
    'seven channels share one stream (%s), and come and go without another',
    async (way) => {
      const { page, complaints, responses } = await openExample('channels')
      await page.getByLabel('Way').selectOption(way)
      await expect.poll(() => speaking(page), { timeout: 5000 }).toEqual(channels)
      await page.getByLabel('prices').uncheck()
      await expect.poll(() => responses.at(-1)).toMatch(/^204 DELETE .*prices$/)
      const left = await count(page, 'prices')
      // After the one comes the other.
      await speaks(page, 'traffic')
      await speaks(page, 'traffic')
      expect(await count(page, 'prices')).toBe(left)
      await page.getByLabel('prices').check()
      await speaks(page, 'prices')
      expect(await text(page, '#streams')).toBe('1')
      expect(await text(page, '#sockets')).toBe('1')

      // A new connection has what was chosen.
      await page.getByLabel('news').uncheck()
      const again = page.waitForRequest((request) => 'last-event-id' in request.headers())
      await page.getByRole('button', { name: 'Cut' }).click()
      const asked = (await again).postDataJSON() as { channels: string[] }
      expect(asked.channels.toSorted()).toEqual(channels.filter((name) => name !== 'news'))
      await expect.poll(() => text(page, '#streams'), { timeout: 5000 }).toBe('2')
      await speaks(page, 'weather')
      // What the browser itself says of the cut.
      expect(complaints).toEqual([expect.stringContaining('ERR_INCOMPLETE_CHUNKED_ENCODING')])
    },
  )

  test('seven streams are one too many over HTTP/1.1, and share one connection over HTTP/2', async () => {
    const { page } = await openExample('channels')
    const href = (await page.locator('#other').getAttribute('href'))!
    await page.getByLabel('Way').selectOption('each')
    await expect.poll(() => text(page, '#sockets'), { timeout: 5000 }).toBe('6')
    await speaks(page, 'prices')
    await speaks(page, 'prices')
    expect(await speaking(page)).toHaveLength(6)
    // One that is left makes room.
    await page.getByLabel('alerts').uncheck()
    await expect.poll(() => text(page, '#streams'), { timeout: 5000 }).toBe('7')

    const { page: over2 } = await openPage(href)
    expect(await text(over2, '#protocol')).toBe('HTTP/2')
    await over2.getByLabel('Way').selectOption('each')
    await expect.poll(() => speaking(over2), { timeout: 5000 }).toEqual(channels)
    expect(await text(over2, '#streams')).toBe('7')
    expect(await text(over2, '#sockets')).toBe('1')
  })
})
