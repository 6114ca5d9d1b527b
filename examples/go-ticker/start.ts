// Builds the page and the server, and starts it. See README.md.
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { build } from 'vite'
import { startGoServer } from '../go-server.ts'

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    every: { type: 'string', default: '1s' },
  },
})

const root = import.meta.dirname
await build({ root, logLevel: 'warn' })
const server = await startGoServer(join(root, 'server'), [
  `-page=${join(root, 'dist')}`,
  `-port=${values.port}`,
  `-every=${values.every}`,
])
const url = await server.firstLine
console.log(url)
console.log(`In a terminal: node examples/go-ticker/client/terminal.ts ${url}`)
