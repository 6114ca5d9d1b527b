// The page's test for Jest, run by it. Jest brings some 250 packages with it, so it is fetched here, not by `npm install`.
import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, inject, test } from 'vitest'
import { root } from '../setup/readme-snippets.ts'
import { consumerWith } from './consumer.ts'

const JEST = '30.5.2'

test('the test of examples/testing.md passes in Jest', () => {
  const page = readFileSync(join(root, 'examples/testing.md'), 'utf8')
  const [, code] = /^```js\n(import [^`]*from '@jest\/globals'\n[^`]*)```$/m.exec(page)!
  const folder = join(inject('consumer'), 'with-jest')
  const options = { cwd: folder, encoding: 'utf8', stdio: 'pipe', timeout: 50_000 } as const
  mkdirSync(folder)
  writeFileSync(join(folder, 'package.json'), '{ "private": true }')
  execFileSync('npm', ['install', '--silent', '--no-package-lock', `jest@${JEST}`], options)
  // After npm, which removes what it did not install.
  consumerWith('with-jest', [])
  writeFileSync(join(folder, 'page.test.mjs'), code!)
  const jest = join(folder, 'node_modules', 'jest', 'bin', 'jest.js')
  const said = execFileSync(
    process.execPath,
    ['--experimental-vm-modules', jest, '--json', '--testMatch', '**/page.test.mjs'],
    options,
  )
  expect(JSON.parse(said)).toMatchObject({ numPassedTests: 1, numFailedTests: 0 })
})
