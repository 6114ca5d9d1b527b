import { expect, test } from 'vitest'
import { openExample } from '../setup/example-page.ts'

test('the dashboard shows its connection, and misses nothing when it was cut', async () => {
  const { page, complaints, responses } = await openExample('vue-dashboard')
  const state = page.locator('output')
  const samples = async () =>
    Number(/^\d+/.exec((await page.locator('main > p').textContent())!.trim()))

  await expect.poll(samples).toBeGreaterThan(3)
  expect(await state.textContent()).toBe('live')
  await page.getByRole('button', { name: 'Cut the connection' }).click()
  await page.locator('output.connecting').waitFor()
  const before = await samples()
  await page.locator('output.live').waitFor()
  await expect.poll(samples).toBeGreaterThan(before + 6)
  expect(await page.locator('main > p').textContent()).toContain(', 0 missing')

  await page.getByRole('button', { name: 'Close' }).click()
  await page.locator('output.closed').waitFor()
  await page.getByRole('button', { name: 'Reconnect' }).click()
  await page.locator('output.live').waitFor()
  expect(await page.locator('main > p').textContent()).toContain(', 0 missing')

  // What was drawn: not one colour only.
  for (const canvas of await page.locator('canvas').all()) {
    expect((await canvas.screenshot()).length).toBeGreaterThan(2000)
  }
  expect(responses.filter((response) => response.includes('metrics'))).toHaveLength(3)
  // What the browser itself says of the cut.
  expect(complaints).toEqual([expect.stringContaining('ERR_INCOMPLETE_CHUNKED_ENCODING')])
})

test('an alert begins and ends by its threshold', async () => {
  const { page, complaints } = await openExample('vue-dashboard')
  await page.locator('output.live').waitFor()
  await page.getByRole('spinbutton', { name: 'Requests' }).fill('10')
  expect(await page.getByRole('alert').count()).toBe(0)
  await page.getByRole('button', { name: 'Load it' }).click()
  await page.getByRole('alert').and(page.getByText('over 10')).waitFor()
  await page.getByRole('alert').waitFor({ state: 'hidden' })
  expect(complaints).toEqual([])
})

test('nothing is sent to a hidden page, and nothing is missing when it shows again', async () => {
  const { page, complaints } = await openExample('vue-dashboard')
  await page.locator('output.live').waitFor()
  const show = (visibilityState: string) =>
    page.evaluate((value) => {
      Object.defineProperty(document, 'visibilityState', { value, configurable: true })
      document.dispatchEvent(new Event('visibilitychange'))
    }, visibilityState)

  const dropped = page.waitForEvent('requestfailed')
  await show('hidden')
  expect((await dropped).url()).toMatch(/metrics$/)
  const asked = page.waitForRequest(/metrics$/)
  await show('visible')
  expect((await asked).headers()['last-event-id']).toMatch(/^\d+$/)
  await page.locator('output.live').waitFor()
  expect(await page.locator('main > p').textContent()).toContain(', 0 missing')
  expect(complaints).toEqual([])
})
