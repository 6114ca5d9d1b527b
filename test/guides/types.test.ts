import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, inject, test } from 'vitest'
import { root } from '../setup/readme-snippets.ts'

test.runIf(process.env['CI'])('what the guides and recipes import is installed', () => {
  expect(inject('areExamplesInstalled')).toBe(true)
})

describe.runIf(inject('areExamplesInstalled'))('with the types of the real packages', () => {
  test.for(['examples/migrate', 'test/guides/works-with'])(
    '%s type-checks',
    { timeout: 120_000 },
    async (folder) => {
      // An exit code other than 0 rejects, with what is wrong.
      const tsc = join(root, 'node_modules/typescript/bin/tsc')
      await promisify(execFile)(process.execPath, [tsc, '-p', folder], {
        cwd: root,
      }).catch(({ stdout }: { stdout: string }) => {
        throw new Error(stdout)
      })
    },
  )
})
