import { expect, test } from 'vitest'
import type { Page } from 'playwright'
import { openExample } from '../setup/example-page.ts'

/** The score of each game that is followed, by its number, as the page shows it. */
const shown = (page: Page) =>
  page.locator('#games li:not(.off)').evaluateAll((rows) =>
    rows.map((row) => ({
      game: Number(row.id.replace('game-', '')),
      score: row.querySelector('.score')!.textContent,
      minute: row.querySelector('.minute')!.textContent,
    })),
  )

/** Whether the page shows of each game what the server says, or what came after that. */
async function isAsTheServerSays(page: Page): Promise<boolean> {
  interface Game {
    game: number
    minute: number
    score: { home: number; away: number }
  }
  const response = await page.request.get(new URL('/api/games', page.url()).href)
  const games = (await response.json()) as Game[]
  return (await shown(page)).every(({ game, score, minute }) => {
    const { score: real, minute: then } = games[game]!
    if (then === 0) return true
    // The games go on while they are looked at, and are over for a while before they begin again.
    const now = minute === 'full time' ? 90 : Number.parseInt(minute ?? '', 10)
    const last = Math.min(then, 90)
    return now > last || (now === last && score === `${real.home} : ${real.away}`)
  })
}

const connectionsOf = async (page: Page) =>
  (await page.request.get(new URL('/api/connections', page.url()).href)).json()

test('other games are chosen over the same connection', async () => {
  const { page, complaints, responses } = await openExample('live-scores')
  await expect.poll(() => isAsTheServerSays(page)).toBe(true)
  expect((await shown(page)).map(({ game }) => game)).toEqual([0, 1, 2])

  await page.getByLabel('Calder – Oakham').uncheck()
  await page.getByLabel('Eastfield – Quorn').check()
  await page.getByLabel('Ingram – Upwood').check()
  await expect.poll(() => isAsTheServerSays(page)).toBe(true)
  expect((await shown(page)).map(({ game }) => game)).toEqual([0, 1, 4, 8])

  await page.getByRole('button', { name: 'Follow all' }).click()
  await expect.poll(() => isAsTheServerSays(page)).toBe(true)
  expect(await shown(page)).toHaveLength(12)

  expect(responses.filter((response) => response === '200 POST /api/scores')).toHaveLength(1)
  expect(await connectionsOf(page)).toBe(1)
  // Nothing comes of a game that was left out.
  const silent = page.locator('#game-0 .minute')
  await page.getByLabel('Ashby – Marsden').uncheck()
  await expect.poll(() => responses.filter((one) => one.startsWith('204 PUT'))).toHaveLength(13)
  const last = await silent.textContent()
  const others = await page.locator('#game-1 .minute').textContent()
  await expect.poll(() => page.locator('#game-1 .minute').textContent()).not.toBe(others)
  expect(await silent.textContent()).toBe(last)
  expect(complaints).toEqual([])
})

test('after a cut the page has the games it chose, and what happened in them', async () => {
  const { page } = await openExample('live-scores')
  await page.getByLabel('Eastfield – Quorn').check()
  await expect.poll(() => page.locator('#game-4 .score').textContent()).not.toBe('')
  const again = page.waitForRequest((request) => 'last-event-id' in request.headers())
  await page.getByRole('button', { name: 'Cut the connection' }).click()
  expect((await again).postDataJSON()).toEqual({ games: [0, 1, 2, 4] })
  await expect.poll(() => page.locator('#connections').textContent()).toBe('2')
  await expect.poll(() => isAsTheServerSays(page)).toBe(true)
  expect(await connectionsOf(page)).toBe(1)
})
