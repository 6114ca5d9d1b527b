import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '../..')

/** What the README's row of a client says of Node. */
function said(client: string): string | undefined {
  const readme = readFileSync(join(root, 'README.md'), 'utf8')
  return new RegExp(`^\\| ${client} +\\| [\\d.]+ +\\| (\\d+ of \\d+)`, 'm').exec(readme)?.[1]
}

// Two of all, to see that it works, and that the README says what comes out.
test.for(['millrace', 'eventsource'])('npm run compare -- %s', async (client) => {
  // An exit code other than 0 rejects.
  const { stdout } = await promisify(execFile)(process.execPath, ['test/compare/main.ts', client], {
    cwd: root,
    timeout: 110_000,
  })
  expect(stdout).toContain(`${client}, Node: ${said(client)}`)
  expect(stdout).toMatch(new RegExp(`${client}, Chromium: |for want of Chromium`))
})
