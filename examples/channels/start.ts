// Builds the page and serves it, over HTTP/1.1 and HTTP/2. See README.md.
import { startPage } from '../start-page.ts'
import { startServers } from './server/server.ts'

await startPage(import.meta.dirname, startServers)
