import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'

test('the example for node:test passes', () => {
  const file = new URL('examples/node-test.ts', import.meta.url).pathname
  const options = ['--test', '--test-reporter=tap', '--no-warnings', file]
  const env = { ...process.env }
  // Set where one test runner starts another, which then reports in a format of its own.
  delete env['NODE_TEST_CONTEXT']
  const output = execFileSync(process.execPath, options, { encoding: 'utf8', env, timeout: 20_000 })
  expect(output).toContain('# pass 1')
  expect(output).toContain('# fail 0')
})
