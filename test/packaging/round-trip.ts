/** How a user's file begins and asks for a module, in each kind of module. */
export const moduleKinds = [
  {
    kind: 'ESM',
    extension: 'mjs',
    load: (entry: string) => `await import('${entry}')`,
  },
  {
    kind: 'CommonJS',
    extension: 'cjs',
    load: (entry: string) => `require('${entry}')`,
  },
] as const

/**
 * A program that reads streams over a socket with both faces, and a parser. That it ends by itself shows that nothing was left
 * open. `load` is how it gets a module.
 */
export function roundTrip(load: (entry: string) => string): string {
  return `
    async function main() {
      const { createServer } = ${load('node:http')}
      const { FetchEventSource, fetchEvents, readEvents } = ${load('millrace')}
      const { EventSourceParserStream } = ${load('millrace/parser')}
      const server = createServer((request, response) => {
        response.setHeader('content-type', 'text/event-stream')
        response.end(\`id: 1\\ndata: \${request.headers['last-event-id'] ?? 'first'}\\n\\n\`)
      })
      await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
      const url = \`http://127.0.0.1:\${server.address().port}\`

      const seen = []
      for await (const event of fetchEvents(url, { reconnect: { delay: 1 } })) {
        seen.push(event.data)
        if (seen.length === 2) break
      }
      for await (const event of readEvents(await fetch(url))) seen.push(event.data)
      const { body } = await fetch(url)
      for await (const event of body.pipeThrough(new EventSourceParserStream())) seen.push(event.data)
      const source = new FetchEventSource(url)
      const event = await new Promise((resolve) => (source.onmessage = resolve))
      source.close()
      seen.push(event.data, event instanceof Event)

      await new Promise((resolve) => server.close(resolve))
      console.log(JSON.stringify(seen))
    }
    main()
  `
}
