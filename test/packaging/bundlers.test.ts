import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, inject, test } from 'vitest'
import { executablePath, resultOf, streamed, useChromium } from './browser-page.ts'
import { type Bundler, bundlers } from './bundlers.ts'

const pages = {
  all: `
    import * as millrace from 'millrace'
    globalThis.result = Object.values(millrace)
  `,
  one: `
    import { readEvents } from 'millrace'
    async function main() {
      const data = []
      for await (const event of readEvents(await fetch('/events'))) data.push(event.data)
      globalThis.result = data
    }
    main()
  `,
  polyfilled: `
    import 'millrace/polyfill'
    const source = new EventSource('/events')
    source.onmessage = ({ data }) => {
      source.close()
      globalThis.result = [data, 'reconnect' in source]
    }
  `,
}

/** What only a face that reconnects has in it, and no minifier changes. */
const marks = ['last-event-id', 'reconnectIn', 'visibilitychange']

const page = `
  <!doctype html>
  <script>delete globalThis.EventSource</script>
  <script type="module" src="/page.js"></script>
`

function build(bundler: Bundler, name: string, title: keyof typeof pages): Promise<string> {
  const file = join(inject('consumer'), `${title}-${name}.js`)
  writeFileSync(file, pages[title])
  return bundler(file)
}

useChromium()

describe.for(Object.entries(bundlers))('%s', ([name, bundler]) => {
  test('drops what a page does not import', async () => {
    const all = await build(bundler, name, 'all')
    const one = await build(bundler, name, 'one')
    expect(marks.filter((mark) => all.includes(mark))).toEqual(marks)
    expect(marks.filter((mark) => one.includes(mark))).toEqual([])
    expect(gzipSync(one).length).toBeLessThan(0.6 * gzipSync(all).length)
  })

  test.runIf(executablePath)('builds a page that runs', async () => {
    const code = await build(bundler, name, 'one')
    expect(await resultOf(page, { 'page.js': code })).toEqual(streamed)
  })

  test.runIf(executablePath)('keeps the polyfill, which is imported for what it does', async () => {
    const code = await build(bundler, name, 'polyfilled')
    expect(await resultOf(page, { 'page.js': code })).toEqual([streamed[0], true])
  })
})
