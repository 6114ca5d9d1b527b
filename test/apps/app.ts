import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { inject, onTestFinished } from 'vitest'
import { npmInstall } from '../setup/npm-install.ts'

/** The packed package, installed. */
export const millrace: string = join(inject('consumer'), 'node_modules/millrace')

/** Installs an app's framework and the packed package, and builds it with a command of the framework's, a file of its package. */
export async function buildApp(
  name: string,
  ...commands: [file: string, ...args: string[]][]
): Promise<string> {
  const folder = join(import.meta.dirname, name)
  npmInstall(folder)
  const installed = join(folder, 'node_modules/millrace')
  rmSync(installed, { recursive: true, force: true })
  cpSync(millrace, installed, { recursive: true })
  const env = { ...process.env, NODE_ENV: 'production', CI: 'true', NG_CLI_ANALYTICS: 'false' }
  for (const [file, ...args] of commands) {
    const path = join(folder, 'node_modules', file)
    await promisify(execFile)(process.execPath, [path, ...args], { cwd: folder, env })
  }
  return folder
}

/** Starts a server that takes its port from the environment, until the test is over; answers when it listens. */
export async function startServer(file: string, feed: string): Promise<string> {
  const port = await freePort()
  const server = spawn(process.execPath, [file], {
    env: {
      ...process.env,
      NODE_ENV: 'production',
      FEED_URL: feed,
      HOST: '127.0.0.1',
      PORT: `${port}`,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exit = once(server, 'exit')
  onTestFinished(async () => {
    server.kill()
    await exit
  })
  await Promise.race([
    once(server.stdout, 'data'),
    exit.then(() => {
      throw new Error(`${file} ended before it listened`)
    }),
  ])
  server.stdout.resume()
  return `http://127.0.0.1:${port}`
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
