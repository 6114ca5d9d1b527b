import { readFileSync, writeFileSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { join } from 'node:path'
import react from '@vitejs/plugin-react'
import { expect, onTestFinished, test } from 'vitest'
import { createServer } from 'vite'
import { builtCopy } from '../setup/built-copy.ts'
import { openPage } from '../setup/example-page.ts'

test('an answer goes on, with what was changed, when its component is edited', async () => {
  const root = join(builtCopy(), 'examples', 'react-chat')
  let requests = 0
  let answer: ServerResponse | undefined
  const api = (request: IncomingMessage, response: ServerResponse, next: () => void) => {
    if (request.url === '/api/token') return void response.end('token')
    if (request.url !== '/api/chat') return next()
    requests++
    answer = response.writeHead(200, { 'content-type': 'text/event-stream' })
    answer.write('data: "first "\n\n')
  }
  const server = await createServer({
    root,
    configFile: false,
    logLevel: 'error',
    server: { host: '127.0.0.1', port: 0 },
    plugins: [
      react(),
      { name: 'api', configureServer: ({ middlewares }) => void middlewares.use(api) },
    ],
  })
  onTestFinished(() => server.close())
  await server.listen()
  const { page, complaints } = await openPage(server.resolvedUrls!.local[0]!)

  await page.getByLabel('Question').fill('Why?')
  await page.getByRole('button', { name: 'Ask' }).click()
  await expect.poll(() => page.locator('section > p').textContent()).toBe('first ')

  const file = join(root, 'client', 'answer.tsx')
  const code = readFileSync(file, 'utf8')
  writeFileSync(
    file,
    code.replace('>Stop<', '>Halt<').replace('event.data', 'event.data.toUpperCase()'),
  )
  await page.getByRole('button', { name: 'Halt' }).waitFor()
  answer!.end('data: "second"\n\n')
  await expect.poll(() => page.locator('section > p').textContent()).toBe('first SECOND')

  expect(requests).toBe(1)
  expect(complaints).toEqual([])
})
