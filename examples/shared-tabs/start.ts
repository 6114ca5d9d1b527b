// Builds the page and serves it. See README.md.
import { startPage } from '../start-page.ts'
import { startServer } from './server/server.ts'

await startPage(import.meta.dirname, startServer)
