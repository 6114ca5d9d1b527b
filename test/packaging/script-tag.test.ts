import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { transform } from 'esbuild'
import { describe, expect, inject, test } from 'vitest'
import { executablePath, resultOf, streamed, useChromium } from './browser-page.ts'
import { exported } from './entries.ts'

const folder = join(inject('consumer'), 'node_modules', 'millrace')
const manifest: Record<string, string> = JSON.parse(
  readFileSync(join(folder, 'package.json'), 'utf8'),
)
const file = 'dist/millrace.global.js'
const code = readFileSync(join(folder, file), 'utf8')

test('the networks that serve packages to pages serve this file', () => {
  expect(manifest).toMatchObject({ unpkg: `./${file}`, jsdelivr: `./${file}` })
})

test('it is minified, and asks for no module', async () => {
  // To minify it again saves next to nothing.
  const again = await transform(code, { minify: true })
  expect(again.code.length).toBeGreaterThan(code.length * 0.95)
  expect(code).not.toMatch(/\b(import|require)\(|\bimport\b.*\bfrom\b|process\.env/)
})

useChromium()

describe.runIf(executablePath)('in a page, as a plain script', () => {
  /** What the body of an async function returns, in a page that has loaded the script. */
  function run(body: string): Promise<unknown> {
    const html = `
      <!doctype html>
      <script>const before = Object.getOwnPropertyNames(window)</script>
      <script src="/millrace.global.js"></script>
      <script>
        async function main() { ${body} }
        main().then((result) => (globalThis.result = result))
      </script>
    `
    return resultOf(html, { 'millrace.global.js': code })
  }

  test('it defines one global, with what the package exports', async () => {
    const body = `
      const added = Object.getOwnPropertyNames(window).filter((name) => !before.includes(name))
      return { added, exported: Object.keys(millrace) }
    `
    const { added, exported: found } = (await run(body)) as Record<string, string[]>
    // The page's own function is the other one.
    expect(added).toEqual(['millrace', 'main'])
    expect(found!.toSorted()).toEqual(exported['millrace'])
  })

  test('FetchEventSource receives events', async () => {
    const body = `
      const source = new millrace.FetchEventSource('events')
      const data = []
      await new Promise((resolve) => {
        source.onmessage = (event) => {
          if (event instanceof MessageEvent && data.push(event.data) === ${streamed.length}) resolve()
        }
      })
      source.close()
      return data
    `
    expect(await run(body)).toEqual(streamed)
  })

  test('fetchEvents and readEvents yield them', async () => {
    const body = `
      const data = []
      const init = { reconnect: false }
      for await (const event of millrace.fetchEvents('events', init)) data.push(event.data)
      for await (const event of millrace.readEvents(await fetch('events'))) data.push(event.data)
      return data
    `
    expect(await run(body)).toEqual([...streamed, ...streamed])
  })

  test('EventSourceError says why it failed', async () => {
    const body = `
      const source = new millrace.FetchEventSource('not-there')
      const { error, reason } = await source.closed
      return [reason, millrace.EventSourceError.is(error), error.status]
    `
    expect(await run(body)).toEqual(['failed', true, 404])
  })
})
