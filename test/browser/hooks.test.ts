// What a page cannot tell by itself: what is left of the hooks in its memory.
import { describe, expect, inject, test } from 'vitest'
import { cdp } from 'vitest/browser'
import { react } from '../adapters/engines/react.tsx'
import { vue } from '../adapters/engines/vue.ts'
import { TestServerClient } from '../setup/client.ts'

const server = await TestServerClient.connect(inject('serverUrl'))

/** Less than is left of 150 components, if each leaves its subscription: some 10 KiB. */
const KEPT = 512 * 1024

describe.for([react, vue])('in $name', ({ mount }) => {
  test('200 cycles of mounting and unmounting are 200 requests, all given up, and nothing is left', async () => {
    /** 50 of them; React's under StrictMode, which mounts everything twice. */
    async function cycles(): Promise<void> {
      const endpoint = server.endpoint()
      const url = endpoint.url('events', { stream: Array(50).fill('data: a\n\n') })
      for (let cycle = 0; cycle < 50; cycle++) {
        const { screen, unmount } = mount(url, {})
        await screen.shows('1:a')
        unmount()
      }
      const { requests, excess } = await endpoint.until({ requests: 50, open: 0 })
      expect(requests.length + excess).toBe(50)
      expect(new Set(requests.map(({ ended }) => ended?.by))).toEqual(new Set(['client']))
    }
    await cycles()
    const bytes = await retainedBytes()
    for (let round = 0; round < 3; round++) await cycles()
    expect((await retainedBytes()) - bytes).toBeLessThan(KEPT)
  })
})

/** What the page's heap holds that cannot be collected. */
async function retainedBytes(): Promise<number> {
  await cdp().send('HeapProfiler.collectGarbage')
  const { usedSize } = await cdp().send('Runtime.getHeapUsage')
  return usedSize
}
