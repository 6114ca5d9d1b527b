import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '../..')

// A little of each, to see that it works: no figure is looked at.
test.for([
  { suite: 'parser', tables: ['Parser', 'One event of 16 MiB'] },
  { suite: 'stream', tables: ['Blast, node', 'One write per event, node', 'Latency, node'] },
  { suite: 'memory', tables: ['20 idle streams'] },
  { suite: 'websocket', tables: ['Against WebSocket, Node'] },
  { suite: 'browser', tables: [] },
])('npm run bench -- $suite --quick', async ({ suite, tables }) => {
  // An exit code other than 0 rejects.
  const { stdout, stderr } = await promisify(execFile)(
    process.execPath,
    ['test/bench/main.ts', suite, '--quick'],
    { cwd: root, timeout: 110_000 },
  )
  expect(stderr).toBe('')
  for (const title of tables) expect(stdout).toContain(`\n${title}\n`)
  expect(stdout).toMatch(/\| millrace|for want of chromium/)
})
