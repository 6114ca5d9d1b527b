import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ServerProcess, startServerProcess } from './server-process.ts'
import { go, need } from './tools.ts'

/** No modules are downloaded, nor another Go; and a C compiler is not asked for. */
const offline = { CGO_ENABLED: '0', GOFLAGS: '-mod=mod', GOPROXY: 'off', GOTOOLCHAIN: 'local' }

/** Compiles the Go program in a folder, and starts it. It says in its first line where it listens. */
export async function startGoServer(source: string, args: string[]): Promise<ServerProcess> {
  const command = need(go)
  const folder = mkdtempSync(join(tmpdir(), 'millrace-go-'))
  try {
    const program = join(folder, 'server')
    const { status } = spawnSync(command, ['build', '-o', program, '.'], {
      cwd: source,
      env: { ...process.env, ...offline },
      stdio: ['ignore', 'inherit', 'inherit'],
    })
    if (status !== 0) throw new Error(`go build failed in ${source}`)
    const server = startServerProcess(program, args)
    await server.firstLine
    return server
  } finally {
    // A program that runs does not need its file.
    rmSync(folder, { recursive: true })
  }
}
