import { expect, test } from 'vitest'
import type { Page } from 'playwright'
import { openExample } from '../setup/example-page.ts'

const unread = (page: Page) => page.locator('#unread').textContent()
const texts = (page: Page) => page.locator('#list li > span').allTextContents()
const open = (page: Page) => page.locator('output.open').waitFor()

async function send(page: Page, to: string, text: string): Promise<void> {
  await page.getByLabel('To').selectOption(to)
  await page.getByLabel('Text').fill(text)
  const delivered = page.waitForResponse((response) => response.request().method() === 'POST')
  await page.getByRole('button', { name: 'Send' }).click()
  await delivered
}

test('each user gets what is for him, and all his pages count alike', async () => {
  const { page: ada, complaints } = await openExample('notifications')
  await expect.poll(() => unread(ada)).toBe('2')
  const second = await ada.context().newPage()
  await second.goto(ada.url())
  const ben = await ada.context().newPage()
  await ben.goto(`${ada.url()}?user=Ben`)
  await expect.poll(() => unread(second)).toBe('2')
  await open(ben)

  await send(ben, 'Ada', 'Lunch?')
  await expect.poll(() => unread(ada)).toBe('3')
  await expect.poll(() => unread(second)).toBe('3')
  expect(await ada.locator('#toasts p').allTextContents()).toEqual(['Ben Lunch?'])
  expect(await ada.title()).toBe('(3) Notifications')

  await ada.getByRole('button', { name: 'Mark read' }).first().click()
  await expect.poll(() => unread(ada)).toBe('2')
  await expect.poll(() => unread(second)).toBe('2')
  expect(await unread(ben)).toBe('2')
  expect(await texts(ben)).not.toContain('Lunch?')
  expect(complaints).toEqual([])
})

test('a page that was reloaded gets only what it missed', async () => {
  const { page: ada } = await openExample('notifications')
  const asked: (string | undefined)[] = []
  ada.on('request', (request) => {
    if (request.method() === 'GET' && request.url().endsWith('/api/notifications')) {
      asked.push(request.headers()['last-event-id'])
    }
  })
  await expect.poll(() => unread(ada)).toBe('2')
  const ben = await ada.context().newPage()
  await ben.goto(`${ada.url()}?user=Ben`)
  await open(ben)

  const url = ada.url()
  await ada.goto('about:blank')
  await send(ben, 'Ada', 'While you were away')
  asked.length = 0
  await ada.goto(url)
  await expect.poll(() => unread(ada)).toBe('3')
  expect(await texts(ada)).toHaveLength(3)
  // A snapshot would bring no toast.
  expect(await ada.locator('#toasts p').allTextContents()).toEqual(['Ben While you were away'])
  expect(asked).toEqual([expect.stringMatching(/^\d+$/)])
})

test('after a token has expired, one new token is asked for, and nothing is missed', async () => {
  const { page: ada, responses } = await openExample('notifications')
  await expect.poll(() => unread(ada)).toBe('2')
  await ada.getByRole('button', { name: 'Let my token expire' }).click()
  await ada.locator('output.connecting').waitFor()
  await open(ada)
  await send(ada, 'Ada', 'Note to myself')
  await expect.poll(() => unread(ada)).toBe('3')
  expect(await texts(ada)).toHaveLength(3)
  expect(responses.filter((response) => /token|GET .api/.test(response))).toEqual([
    '200 POST /api/token',
    '200 GET /api/notifications',
    '204 POST /api/token/expire',
    '401 GET /api/notifications',
    '200 POST /api/token',
    '200 GET /api/notifications',
  ])
})

test('permission is asked for by a click, and the system shows what comes to a hidden page', async () => {
  const { page } = await openExample('notifications')
  // No one is there to answer a browser that has no window: this is in place of its question, and of the system.
  await page.addInitScript(() => {
    const calls: string[] = []
    class Notification {
      static permission = 'default'
      static requestPermission() {
        calls.push(`asked, by a click: ${navigator.userActivation.isActive}`)
        return Promise.resolve((Notification.permission = 'granted'))
      }
      constructor(title: string, { body }: NotificationOptions) {
        calls.push(`${title}: ${body}`)
      }
    }
    Object.assign(globalThis, { Notification, calls })
  })
  await page.reload()
  await open(page)
  const calls = () => page.evaluate(() => (globalThis as never as { calls: string[] }).calls)
  expect(await calls()).toEqual([])
  await page.getByRole('button', { name: 'Notify me' }).click()
  await page.getByRole('button', { name: 'Notify me' }).waitFor({ state: 'hidden' })
  expect(await calls()).toEqual(['asked, by a click: true'])

  await page.evaluate(() => Object.defineProperty(document, 'hidden', { value: true }))
  await send(page, 'Ada', 'Psst')
  await expect.poll(async () => (await calls())[1]).toBe('Ada: Psst')
  expect(await page.locator('#toasts p').count()).toBe(0)
})
