import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { go } from '../../examples/tools.ts'
import { openPage } from '../setup/example-page.ts'
import { startExample } from '../setup/start-example.ts'

const countOf = async (url: string) => Number(await (await fetch(`${url}/clients`)).text())

// Without Go these tests cannot run; `npm test` says so, and refuses it under CI.
describe.runIf(go.find())('go-ticker', () => {
  test('the page shows the time, and the server notices that it is closed', async () => {
    const { url } = await startExample('go-ticker', '--every', '20ms')
    const { page, complaints } = await openPage(url)
    const clients = page.locator('#clients')
    await page.locator('output.live').waitFor()
    await expect.poll(() => page.locator('#time').textContent()).toMatch(/\d:\d\d:\d\d/)
    await expect.poll(() => clients.textContent()).toBe('1')
    expect(await countOf(url)).toBe(1)

    await page.getByRole('button', { name: 'Close' }).click()
    await page.locator('output.closed').waitFor()
    await expect.poll(() => countOf(url)).toBe(0)
    await expect.poll(() => clients.textContent()).toBe('0')

    await page.getByRole('button', { name: 'Open' }).click()
    await expect.poll(() => countOf(url)).toBe(1)
    await page.close()
    await expect.poll(() => countOf(url)).toBe(0)
    expect(complaints).toEqual([])
  })

  test('the script reads three ticks and is seen to go', async () => {
    const { url, folder } = await startExample('go-ticker', '--every', '20ms')
    const script = join(folder, 'client', 'terminal.ts')
    const { stdout } = await promisify(execFile)(process.execPath, [script, url])
    const lines = stdout.trimEnd().split('\n')
    expect(lines).toHaveLength(4)
    for (const line of lines.slice(0, 3)) expect(line).toMatch(/^tick \d{4}-.*, 1 listening$/)
    expect(lines[3]).toBe('The server has noticed that we are gone')
    expect(await countOf(url)).toBe(0)
  })
})
