import { once } from 'node:events'
import { connect } from 'node:net'
import type { Page } from 'playwright'
import { expect, onTestFinished, test } from 'vitest'
import { startInstance } from '../../examples/express-broadcast/server/instance.ts'
import { openPage } from '../setup/example-page.ts'
import { startExample } from '../setup/start-example.ts'

const textOf = (page: Page, selector: string) => page.locator(selector).textContent()

test('what one says comes to all, before and after a restart', async () => {
  const { url } = await startExample('express-broadcast', '--heartbeat', '50', '--ping', '50')
  const { page: first, complaints } = await openPage(url)
  const { page: second } = await openPage(url)
  const both = [first, second]
  for (const page of both) {
    await expect.poll(() => textOf(page, '#clients')).toBe('2')
    await expect.poll(() => textOf(page, '#ping')).toMatch(/\d:\d\d:\d\d/)
    await expect.poll(async () => Number(await textOf(page, '#heartbeats'))).toBeGreaterThan(2)
    expect(await textOf(page, '#instance')).toBe('1')
  }
  const say = async (text: string) => {
    await first.getByLabel('Message').fill(text)
    await first.getByRole('button', { name: 'Say it' }).click()
    for (const page of both)
      await expect.poll(() => textOf(page, '#messages li:first-child')).toBe(text)
  }
  await say('Before')

  await second.getByRole('button', { name: 'Restart' }).click()
  for (const page of both) {
    await expect.poll(() => textOf(page, '#instance'), { timeout: 20_000 }).toBe('2')
    const lines = await page.locator('#connection li').allTextContents()
    expect(lines).toContainEqual(expect.stringMatching(/^waits \d+ ms$/))
  }
  await expect.poll(() => textOf(first, '#clients')).toBe('2')
  await say('After')
  expect(await first.locator('#messages li').allTextContents()).toEqual(['After', 'Before'])

  await second.close()
  await expect.poll(() => textOf(first, '#clients')).toBe('1')
  // What the browser itself says of a client that came back too early.
  for (const complaint of complaints) expect(complaint).toMatch(/503|ERR_CONNECTION_REFUSED/)
})

/** An instance that sends nothing by itself. */
async function startSilent() {
  const instance = await startInstance({
    port: 0,
    page: '.',
    number: 1,
    heartbeat: 60_000,
    ping: 60_000,
    onRestart() {},
  })
  onTestFinished(() => instance.shutDown())
  return instance
}

test('a client that does not read is dropped before it costs more than its share', async () => {
  const { port, clients } = await startSilent()
  const stuck = connect(port, '127.0.0.1')
  onTestFinished(() => void stuck.destroy())
  await once(stuck, 'connect')
  stuck.pause().write('GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n')
  const reading = await fetch(`http://127.0.0.1:${port}/events`)
  const chunks = reading.body!.getReader()
  onTestFinished(() => chunks.cancel())
  await expect.poll(() => clients.count).toBe(2)

  // What the kernel takes for the one that does not read is bounded, and so is what the server keeps for it.
  let received = 0
  for (let sent = 0; clients.count > 1 && sent < 500; sent++) {
    clients.broadcast('news', 'x'.repeat(100_000))
    while (received < sent * 100_000) received += (await chunks.read()).value!.byteLength
  }
  expect(clients.count).toBe(1)
})

test('who is shut out is told when to come back, each at a time of its own', async () => {
  const { port, shutDown } = await startSilent()
  const responses = await Promise.all(
    Array.from({ length: 10 }, () => fetch(`http://127.0.0.1:${port}/events`)),
  )
  await shutDown()
  const times = new Set<number>()
  for (const response of responses) {
    // The stream ends in good order: reading it to its end does not throw.
    const [, last] = /retry: (\d+)\n\n$/.exec(await response.text())!
    times.add(Number(last))
  }
  expect(times.size).toBeGreaterThan(5)
  expect(Math.min(...times)).toBeGreaterThanOrEqual(250)
  expect(Math.max(...times)).toBeLessThanOrEqual(1250)
  await expect(fetch(`http://127.0.0.1:${port}/events`)).rejects.toThrow()
})
