// One peer, in a process of its own, of Node or Deno. Arguments: its name, and the address of the test server. What a peer
// throws where no one can catch it is its fault, and shows in the case.
import process from 'node:process'
import { peers } from './peers.ts'
import { runPeer } from './run-peer.ts'

const [name, server] = process.argv.slice(2)
const peer = peers.find((one) => one.name === name)!

process.on('uncaughtException', () => {})
process.on('unhandledRejection', () => {})
// What @microsoft/fetch-event-source expects of a page.
if (name === '@microsoft/fetch-event-source')
  Object.assign(globalThis, { window: globalThis, document: new EventTarget() })

const module = peer.package === undefined ? {} : await import(peer.package)
const outcomes = await runPeer(peer, module, server!, 8)
const { deno, node } = process.versions
process.stdout.write(JSON.stringify({ version: deno ?? node, outcomes }), () => process.exit())
