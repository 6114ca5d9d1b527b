import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '../..')

// A little of each, to see that it works: no figure is looked at.
test.for([
  { suite: 'parser', tables: ['Parser', 'One event of 16 MiB'] },
  { suite: 'parser --mixed', tables: ['Parser, in mixed use'] },
  { suite: 'stream', tables: ['Blast, node', 'One write per event, node', 'Latency, node'] },
  { suite: 'memory', tables: ['20 idle streams'] },
  { suite: 'websocket', tables: ['Against WebSocket, Node'] },
  { suite: 'browser', tables: [] },
  { suite: 'stream --mixed', tables: ['Blast, node'] },
  { suite: 'browser --mixed', tables: [] },
  { suite: 'cold', tables: ['Time to open, cold, Node'] },
  { suite: 'endurance', tables: ['millrace FetchEventSource, 20 connections'] },
  { suite: 'sizes', tables: ['Sizes'] },
])('npm run bench -- $suite --quick', async ({ suite, tables }) => {
  // An exit code other than 0 rejects.
  const { stdout, stderr } = await promisify(execFile)(
    process.execPath,
    ['test/bench/main.ts', ...suite.split(' '), '--quick'],
    { cwd: root, timeout: 110_000 },
  )
  expect(stderr).toBe('')
  for (const title of tables) expect(stdout).toContain(`\n${title}\n`)
  expect(stdout).toMatch(/\bmillrace |for want of chromium/)
})

// Here, as it wants the peers too, which only one may install at a time.
test('the comparison with WebSocket comes to its tables', async () => {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['examples/websocket-comparison/start.ts', '--quick', '--rounds', '1'],
    { cwd: root, timeout: 110_000 },
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
