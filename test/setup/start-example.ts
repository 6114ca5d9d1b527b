import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { inject, onTestFinished } from 'vitest'
import { startServerProcess, stopServerProcess } from '../../examples/server-process.ts'
import { builtCopy } from './built-copy.ts'

/** An example that serves until the test is over. */
export interface RunningExample {
  /** The first line that it prints: where it serves. */
  url: string
  /** The folder it is in. */
  folder: string
}

/** What Go compiles, it keeps until the tests are over. */
const env = () => ({ GOCACHE: join(inject('built'), 'go') })

/** Starts an example that serves, as its README says. */
export async function startExample(name: string, ...args: string[]): Promise<RunningExample> {
  const cwd = builtCopy()
  const script = `examples/${name}/start.ts`
  const server = startServerProcess(process.execPath, [script, ...args], { cwd, env: env() })
  onTestFinished(() => stopServerProcess(server))
  return { url: await server.firstLine, folder: join(cwd, 'examples', name) }
}

/** Runs an example that ends by itself, and gives what it printed; an exit code other than 0 rejects. */
export async function runExample(name: string, ...args: string[]): Promise<string> {
  const script = [`examples/${name}/start.ts`, ...args]
  const options = { cwd: builtCopy(), env: { ...process.env, ...env() }, timeout: 50_000 }
  const { stdout } = await promisify(execFile)(process.execPath, script, options)
  return stdout
}
