import { expect, test } from 'vitest'
import type { Page } from 'playwright'
import { openExample } from '../setup/example-page.ts'

const text = (page: Page, selector: string) => page.locator(selector).textContent()
const closed = (page: Page) => page.locator('#state.closed').waitFor()
const kinds = (page: Page) =>
  page.locator('#moments li').evaluateAll((rows) => rows.map(({ className }) => className))

/** How many colours are on a canvas. */
const colorsOn = (page: Page, canvas: string) =>
  page.locator(canvas).evaluate((canvas: HTMLCanvasElement) => {
    const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height)
    return new Set(new Uint32Array(data.buffer).filter((pixel) => pixel >>> 24 === 255)).size
  })

async function choose(page: Page, title: string): Promise<void> {
  await page.getByLabel('Try').selectOption({ label: title })
  await page.getByRole('button', { name: 'Connect' }).click()
}

test('it shows at once what a connection goes through', async () => {
  const { page } = await openExample('playground')
  await page.locator('#moments .waiting', { hasText: 's left' }).waitFor()
  await closed(page)
  const life = (await kinds(page)).filter((kind) => kind !== 'retry')
  expect(life.slice(0, 3)).toEqual(['request', 'response', 'open'])
  // A page that is slow has not read what came right before the cut: the browser drops it, and it comes once more.
  expect(life).toEqual(expect.arrayContaining(['events', 'lost', 'waiting']))
  expect(life.slice(-3)).toEqual(['request', 'response', 'closed'])
  expect(await text(page, '#moments li:last-child span')).toMatch(/^no-content/)
  expect(await text(page, '#counted')).toBe('10')
  expect(await page.locator('#events [role=option]').count()).toBe(10)
  // Events, losses, and three states, each in a colour of its own.
  expect(await colorsOn(page, '#strip')).toBeGreaterThanOrEqual(5)
  // More than that of the figures beside it.
  expect(await colorsOn(page, '#rate')).toBeGreaterThan(1)
  expect(await colorsOn(page, '#gaps')).toBeGreaterThan(1)
})

test('a hundred thousand events are counted and found, with few rows in the page', async () => {
  const { page } = await openExample('playground')
  await choose(page, 'A hundred thousand events')
  await expect.poll(() => text(page, '#counted'), { timeout: 20_000 }).toBe('100,000')
  await closed(page)
  const rows = page.locator('#events [role=option]')
  expect(await rows.count()).toBeLessThan(60)
  // It went along to the last.
  await page.locator('#event-100000').waitFor()

  const list = page.getByRole('listbox', { name: 'Events' })
  await list.focus()
  await page.keyboard.press('Home')
  await page.keyboard.press('ArrowDown')
  expect(await text(page, '[aria-selected=true]')).toContain('{"number":2}')
  expect(await text(page, '#detail')).toBe('{\n  "number": 2\n}')
  await list.evaluate((box) => (box.scrollTop = box.scrollHeight / 2))
  await page.locator('#event-50000').waitFor()
  expect(await rows.count()).toBeLessThan(60)

  await page.keyboard.press('/')
  await page.keyboard.type('tenth')
  await expect.poll(() => text(page, '#shown')).toBe('10,000 shown')
  expect(await page.locator('#event-50001').count()).toBe(0)
})

test('what is typed is what is sent, and the code says the same', async () => {
  const { page } = await openExample('playground')
  await choose(page, 'An answer to a POST, cut and resumed')
  await closed(page)
  // The mark of its end is no event.
  expect(await text(page, '#counted')).toBe('57')
  expect(await text(page, '#moments .closed span')).toBe('ended')
  expect(await text(page, '#requests')).toBe('2')

  await page.getByLabel('Headers').fill("Content-Type: application/json\nX-Name: it's")
  await page.getByLabel('Body', { exact: true }).fill('{}')
  await page.getByLabel('reconnect.delay').fill('50')
  const url = new URL('/demo/chat', page.url()).href
  expect(await text(page, '#code')).toBe(`import { fetchEvents } from 'millrace'

for await (const event of fetchEvents('${url}', {
  method: 'POST',
  headers: {
    'Content-Type': 'application/json',
    'X-Name': 'it\\'s',
  },
  body: '{}',
  until: '[DONE]',
  reconnect: {
    delay: 50,
  },
})) {
  console.log(event.type, event.lastEventId, event.data)
}
`)
  await page.getByLabel('Language').selectOption('curl')
  expect(await text(page, '#code')).toContain(String.raw`-H 'X-Name: it'\''s'`)
  const sent = page.waitForRequest(/chat/)
  await page.keyboard.press('Control+Enter')
  const request = await sent
  expect(request.method()).toBe('POST')
  expect(request.postData()).toBe('{}')
  expect(request.headers()['x-name']).toBe("it's")
})

test('comments, text and a stream that is closed by a key', async () => {
  const { page, complaints } = await openExample('playground')
  await closed(page)
  complaints.length = 0
  await choose(page, 'A machine: types, comments, pauses')
  const comments = async () => Number(await text(page, '#comments'))
  await expect.poll(comments, { timeout: 10_000 }).toBeGreaterThanOrEqual(2)
  await page.keyboard.press('Escape')
  await closed(page)
  expect(await text(page, '#moments li:last-child span')).toBe('closed')
  expect(await kinds(page)).toContain('comments')
  await page.getByRole('listbox', { name: 'Events' }).press('Home')
  await page.getByRole('option', { name: '7 events' }).click()
  expect(await text(page, '#detail')).toBe('7 events,\nand still here')
  expect(complaints).toEqual([])
})

test('what cannot be meant is said, and what is refused is shown', async () => {
  const { page } = await openExample('playground')
  await page.getByLabel('Headers').fill('no colon')
  await page.getByRole('button', { name: 'Connect' }).click()
  expect(await text(page, '#wrong')).toContain('no colon')
  await page.getByLabel('Headers').fill('')
  await choose(page, 'Refused: no token')
  await closed(page)
  expect(await text(page, '#wrong')).toBe('')
  expect(await text(page, '#moments li:last-child span')).toMatch(/401.*The token has expired/)
})

test('it fits into a narrow window, in the dark', async () => {
  const { page } = await openExample('playground')
  await page.setViewportSize({ width: 360, height: 700 })
  await page.emulateMedia({ colorScheme: 'dark' })
  // A chart follows the window a frame later.
  const width = () => page.evaluate(() => document.documentElement.scrollWidth)
  await expect.poll(width).toBeLessThanOrEqual(360)
  const ground = await page.evaluate(
    () => getComputedStyle(document.documentElement).backgroundColor,
  )
  expect(ground).toBe('rgb(20, 23, 28)')
})
