import { expect, test } from 'vitest'
import { openExample } from '../setup/example-page.ts'

test('the chat answers, stops, and takes a new token', async () => {
  const { page, complaints, responses } = await openExample('react-chat')
  const ask = async (question: string) => {
    await page.getByLabel('Question').fill(question)
    await page.getByRole('button', { name: 'Ask' }).click()
  }
  const answers = page.locator('section > p')

  await ask('First?')
  await expect.poll(() => answers.nth(0).textContent()).toMatch(/^You asked: “First\?” .* a small/)
  await answers.nth(0).and(page.locator('[aria-busy=false]')).waitFor()
  expect(await answers.nth(0).textContent()).toMatch(/goes on from there\.$/)

  await ask('Second?')
  await expect.poll(() => answers.nth(1).textContent()).toContain('I am')
  await page.getByRole('button', { name: 'Stop' }).click()
  await answers.nth(1).and(page.locator('[aria-busy=false]')).waitFor()
  const stopped = await answers.nth(1).textContent()

  await ask('Third?')
  await answers.nth(2).and(page.locator('[aria-busy=false]')).waitFor()
  expect(await answers.nth(2).textContent()).toMatch(/^You asked: “Third\?” .*from there\.$/)
  expect(await answers.nth(1).textContent()).toBe(stopped)

  expect(responses.filter((response) => response.includes('/api/'))).toEqual([
    '200 POST /api/token',
    '200 POST /api/chat',
    '200 POST /api/chat',
    '401 POST /api/chat',
    '200 POST /api/token',
    '200 POST /api/chat',
  ])
  // What the browser itself says of the 401.
  expect(complaints).toEqual([expect.stringContaining('401 (Unauthorized)')])
})
