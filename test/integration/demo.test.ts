import { execFile as execFileWithCallback } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { Tally } from '../../examples/main/tally.ts'
import { root } from '../setup/readme-snippets.ts'

const execFile = promisify(execFileWithCallback)

/** The repository with a build of its own, so that no one else's is in the way. */
async function builtCopy(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  for (const name of ['package.json', 'examples']) {
    cpSync(join(root, name), join(folder, name), { recursive: true })
  }
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
  const tsup = ['--no-dts', '--silent', '--out-dir', join(folder, 'dist')]
  await execFile(join(root, 'node_modules/.bin/tsup'), tsup, { cwd: root })
  return folder
}

test('the demo ends by itself, and its count is right', { timeout: 60_000 }, async () => {
  // An exit code other than 0 rejects.
  const { stdout, stderr } = await execFile(process.execPath, ['examples/main/start.ts'], {
    cwd: await builtCopy(),
    timeout: 30_000,
  })
  expect(stderr).toBe('')
  // Sent, received, duplicates, gaps. How often a stream was asked for is not settled: what is on its way when a connection
  // is cut may be lost, and is sent again.
  const rows = stdout.matchAll(/^ +(ticker|chat|job) +\d+ +(\d+) +(\d+) +(\d+) +(\d+) +✓$/gm)
  expect(Array.from(rows, ([, ...cells]) => cells.join(' '))).toEqual([
    'ticker 25 25 0 0',
    'chat 58 58 0 0',
    'job 10 10 0 0',
  ])
  expect(stdout.match(/✂/g)!.length).toBeGreaterThanOrEqual(6)
  expect(stdout).toContain('← 401')
  expect(stdout).toContain('← 503')
  expect(stdout).not.toContain('\u001b')
})

test('the count sees what is lost, what comes twice, and an early end', () => {
  const tally = new Tally()
  for (const id of ['1', '2', '3']) tally.sent(id)
  tally.received('1')
  tally.received('3')
  tally.received('3')
  expect(tally).toMatchObject({ sentCount: 3, receivedCount: 2, duplicates: 1, gaps: 1 })

  const cutOff = new Tally()
  cutOff.sent('1')
  cutOff.received('1')
  expect(cutOff.isComplete).toBe(false)
  cutOff.isFinished = true
  expect(cutOff.isComplete).toBe(true)
})
