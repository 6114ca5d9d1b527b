import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { onTestFinished } from 'vitest'
import { npmInstall } from '../setup/npm-install.ts'

const folder = join(import.meta.dirname, 'next')
const command = join(folder, 'node_modules/next/dist/bin/next')
const environment = {
  ...process.env,
  NODE_ENV: 'production',
  NEXT_TELEMETRY_DISABLED: '1',
} as const

/** Installs Next and the packed package, and builds the app. */
export async function buildApp(millrace: string): Promise<void> {
  npmInstall(folder)
  const installed = join(folder, 'node_modules/millrace')
  for (const old of [installed, join(folder, '.next')])
    rmSync(old, { recursive: true, force: true })
  cpSync(millrace, installed, { recursive: true })
  await promisify(execFile)(process.execPath, [command, 'build'], { cwd: folder, env: environment })
}

/** Starts what was built, until the test is over. */
export async function startApp(
  feed: string,
): Promise<{ origin: string; complaints(): Promise<string> }> {
  const arguments_ = [command, 'start', '--hostname', '127.0.0.1', '--port', '0']
  const server = spawn(process.execPath, arguments_, {
    cwd: folder,
    env: { ...environment, FEED_URL: feed },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const exit = once(server, 'exit')
  const stop = async () => {
    server.kill()
    await exit
  }
  onTestFinished(stop)
  let complaints = ''
  server.stderr.setEncoding('utf8').on('data', (text) => (complaints += text))
  let output = ''
  for await (const text of server.stdout.setEncoding('utf8').iterator({ destroyOnReturn: false })) {
    output += text
    const [, origin] = /Local: +(http\S+)[^]*Ready/.exec(output) ?? []
    if (origin === undefined) continue
    server.stdout.resume()
    return {
      origin,
      async complaints() {
        await stop()
        return complaints
      },
    }
  }
  throw new Error(`next start ended: ${output}${complaints}`)
}
