import { execFileSync } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, inject, test } from 'vitest'
import { node20 } from '../setup/node20.ts'

const consumer = inject('consumer')

const exported = {
  millrace: ['EventSourceError', 'FetchEventSource', 'fetchEvents', 'readEvents'],
  'millrace/parser': ['EventSourceParserStream', 'createParser'],
}

// One round trip over a socket; that the process ends by itself shows that nothing was left open.
const roundTrip = `
  const server = createServer((request, response) => {
    response.setHeader('content-type', 'text/event-stream')
    response.end(\`id: 1\\ndata: \${request.headers['last-event-id'] ?? 'first'}\\n\\n\`)
  })
  server.listen(0, '127.0.0.1', async () => {
    const url = \`http://127.0.0.1:\${server.address().port}\`
    const seen = []
    for await (const event of fetchEvents(url, { reconnect: { delay: 1 } })) {
      seen.push(event.data)
      if (seen.length === 2) break
    }
    const source = new FetchEventSource(url)
    source.onmessage = (event) => {
      source.close()
      server.close()
      console.log(JSON.stringify([...seen, event.data, event instanceof Event]))
    }
  })
`

const modules = {
  ESM: {
    file: 'round-trip.mjs',
    head: `
      import { createServer } from 'node:http'
      import { fetchEvents, FetchEventSource } from 'millrace'
    `,
    names: (entry: string) => `console.log(JSON.stringify(Object.keys(await import('${entry}'))))`,
  },
  CommonJS: {
    file: 'round-trip.cjs',
    head: `
      const { createServer } = require('node:http')
      const { fetchEvents, FetchEventSource } = require('millrace')
    `,
    names: (entry: string) => `console.log(JSON.stringify(Object.keys(require('${entry}'))))`,
  },
}

const runtimes = [
  { name: 'the oldest Node', path: node20 },
  { name: 'this Node', path: process.execPath },
].filter(({ path }) => existsSync(path))

describe.for(runtimes)('$name', ({ path }) => {
  describe.for(Object.entries(modules))('%s', ([kind, { file, head, names }]) => {
    function run(name: string, code: string): unknown {
      writeFileSync(join(consumer, name), code)
      return JSON.parse(
        execFileSync(path, [name], { cwd: consumer, encoding: 'utf8', timeout: 20_000 }),
      )
    }

    test.for(Object.entries(exported))('%s exports %j', ([entry, expected]) => {
      const found = run(`names${file.slice(-4)}`, names(entry)) as string[]
      expect(
        found.filter((name) => name !== 'default' && name !== 'module.exports').toSorted(),
      ).toEqual(expected)
    })

    test(`reads a stream, and lets the process end (${kind})`, () => {
      expect(run(file, head + roundTrip)).toEqual(['first', '1', 'first', true])
    })
  })
})
