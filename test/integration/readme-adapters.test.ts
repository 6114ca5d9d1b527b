// What the README shows of the hooks, of testing and of relays is what the tests here run. (test/integration/readme-adapters.test.ts)
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { root } from '../setup/readme-snippets.ts'

const readme = readFileSync(join(root, 'README.md'), 'utf8')

test.for([
  'test/adapters/snippets/answer.tsx',
  'test/adapters/snippets/prices.vue',
  'test/adapters/snippets/lit.ts',
  'test/apps/svelte/src/routes/prices.svelte',
  'test/apps/angular/src/prices.ts',
  'test/apps/solid/src/prices.tsx',
  'test/testing/examples/vitest.test.ts',
  'test/testing/examples/node-test.ts',
  'test/format/snippets/hono.js',
  'test/format/snippets/worker.js',
  'test/apps/next/app/feed/route.js',
])('the README shows %s', (file) => {
  // As a user writes it, in JavaScript.
  const code = readFileSync(join(root, file), 'utf8')
    .replace(/'[./]+src\/index\.ts'/, "'millrace'")
    .replace(/'[./]+src\/(\w+)\.ts'/, "'millrace/$1'")
    .replace('const seen: string[] = []', 'const seen = []')
    .replace('void test(', 'test(')
    .replace('requests[1]?.', 'requests[1].')
  expect(readme).toContain(code)
})
