// In Node, with so much of a page as the original wants.
import { readFileSync } from 'node:fs'
import { afterAll, expect, test } from 'vitest'
import { TestServerClient } from '../setup/client.ts'
import { startServer } from '../setup/server.ts'
import { testSideBySide } from './side-by-side.ts'
import { page, pageFile, withoutPadding } from './table.ts'

const testServer = await startServer()
afterAll(() => testServer.close())

testSideBySide('no page', await TestServerClient.connect(testServer.url))

test('the page says what was seen; `node test/compat/table.ts` writes it', () => {
  expect(withoutPadding(readFileSync(pageFile, 'utf8'))).toBe(withoutPadding(page()))
})
