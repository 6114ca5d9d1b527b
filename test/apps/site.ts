import { expect } from 'vitest'
import { openPage } from '../setup/example-page.ts'
import { startUpstream } from '../setup/upstream.ts'

/** Uses a built site with the prices of two symbols: shows what comes, of the symbol that it has. */
export async function useSite(folder: string): Promise<void> {
  const upstream = await startUpstream(folder)
  const { page, complaints } = await openPage(upstream.origin)
  const first = await upstream.next()
  expect(first.request.url).toBe('/feed?symbol=a')
  first.send('data: 1\n\ndata: 2\n\n')
  await page.getByText('1 2').waitFor()
  await page.getByRole('button').click()
  await first.closed
  const second = await upstream.next()
  expect(second.request.url).toBe('/feed?symbol=b')
  second.response.destroy()
  await page.getByText('Reconnecting').waitFor()
  const third = await upstream.next()
  third.send('data: 3\n\n')
  await page.getByText('3', { exact: true }).waitFor()
  expect(complaints.filter((text) => !text.includes('net::ERR_'))).toEqual([])
  await page.close()
  await third.closed
}
