// Builds the page and serves it. See README.md.
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { build } from 'vite'
import { startServer } from './server/server.ts'

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    every: { type: 'string', default: '500' },
  },
})

const root = import.meta.dirname
await build({ root, logLevel: 'warn' })
console.log(await startServer(Number(values.port), join(root, 'dist'), Number(values.every)))
