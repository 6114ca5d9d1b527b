import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { root } from '../setup/readme-snippets.ts'

// It measures the sources of this checkout, with the benchmark's peers: no copy has these.
test('the comparison with WebSocket comes to its tables', { timeout: 180_000 }, async () => {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['examples/websocket-comparison/start.ts', '--quick', '--rounds', '1'],
    { cwd: root, timeout: 170_000 },
  )
  const figures = (name: string) =>
    Array.from(stdout.matchAll(new RegExp(`^\\| ${name} +\\| +([\\d.]+) `, 'gm')), ([, rate]) =>
      Number(rate),
    )
  // In Node and in Chromium.
  expect(figures('millrace fetchEvents')).toEqual([expect.any(Number), expect.any(Number)])
  expect(figures('WebSocket of the runtime')).toHaveLength(2)
  expect(figures('ws')).toHaveLength(1)
})
