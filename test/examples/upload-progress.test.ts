import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import type { Page } from 'playwright'
import { openExample } from '../setup/example-page.ts'

const rows = (count: number) => Array.from({ length: count }, (_, row) => `${row},x`).join('\n')

/** Chooses files of that text. */
function choose(page: Page, files: Record<string, string>): Promise<void> {
  const payload = Object.entries(files).map(([name, text]) => ({
    name,
    mimeType: 'text/csv',
    buffer: Buffer.from(text),
  }))
  return page.getByLabel('Files').setInputFiles(payload)
}

const item = (page: Page, name: string) => page.locator('#files li').filter({ hasText: name })
const detail = (page: Page, name: string) => item(page, name).locator('.detail').textContent()
const over = (page: Page, name: string, state: string) =>
  item(page, name)
    .and(page.locator(`.${state}`))
    .waitFor()

test('files are uploaded, several at once, and each says how it came out', async () => {
  const { page, complaints, responses } = await openExample('upload-progress')
  // What the progress bar of the first went through.
  await page.evaluate(() => {
    const values: number[] = []
    Object.assign(globalThis, { values })
    new MutationObserver(() => {
      const { value } = document.querySelector('progress')!
      if (value !== values.at(-1)) values.push(value)
    }).observe(document.body, { subtree: true, attributes: true })
  })
  const good = rows(5000)
  await choose(page, {
    'one.csv': good,
    'two.csv': `${rows(600)}\nonly one\n`,
    'three.csv': rows(10),
    'four.csv': rows(20),
    'five.csv': rows(30),
    'six.csv': rows(40),
    'seven.csv': rows(50),
  })
  await over(page, 'two.csv', 'failed')
  expect(await detail(page, 'two.csv')).toBe('Row 601 has 1 values, not 2.')
  await over(page, 'one.csv', 'done')
  const hash = createHash('sha256').update(good).digest('hex').slice(0, 12)
  expect(await detail(page, 'one.csv')).toBe(`5000 rows, SHA-256 ${hash}…`)
  for (const name of ['three', 'four', 'five', 'six', 'seven']) await over(page, name, 'done')

  const values = await page.evaluate(() => (globalThis as never as { values: number[] }).values)
  expect(values).toEqual(values.toSorted((a, b) => a - b))
  expect(values.length).toBeGreaterThan(20)
  expect(values.at(-1)).toBe(1)
  // A stream a job, none asked for again.
  expect(responses.filter((response) => response.includes('/steps'))).toHaveLength(7)
  expect(complaints).toEqual([])
})

test('a job is cancelled on the server too, as is one that still waits', async () => {
  const { page, responses } = await openExample('upload-progress')
  await choose(page, { 'a.csv': rows(9000), 'b.csv': rows(9000), 'c.csv': rows(9000) })
  await item(page, 'a.csv').and(page.locator('.importing')).waitFor()
  await item(page, 'c.csv').and(page.locator('.waiting')).waitFor()
  // At once: a job takes two seconds, and a click waits until the page stands still.
  await item(page, 'c.csv').getByRole('button', { name: 'Cancel' }).dispatchEvent('click')
  await item(page, 'a.csv').getByRole('button', { name: 'Cancel' }).dispatchEvent('click')
  // It is the server that says so.
  await over(page, 'a.csv', 'cancelled')
  expect(responses.filter((one) => one.startsWith('204 DELETE'))).toHaveLength(1)
  await over(page, 'b.csv', 'done')
  await over(page, 'c.csv', 'cancelled')
})

test('a stream that is cut goes on, to the end of its job', async () => {
  const { page, responses } = await openExample('upload-progress')
  await choose(page, { 'long.csv': rows(9000) })
  await item(page, 'long.csv').and(page.locator('.importing')).waitFor()
  await page.getByRole('button', { name: 'Cut the streams' }).click()
  await over(page, 'long.csv', 'done')
  expect(await detail(page, 'long.csv')).toMatch(/^9000 rows/)
  expect(responses.filter((response) => response.includes('/steps'))).toHaveLength(2)
})
