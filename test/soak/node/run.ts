import { fork } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import type { Errand, Progress } from './client.ts'

const here = fileURLToPath(new URL('.', import.meta.url))

/** Runs it in a process of its own, with the sources of the library on time that does not pass by itself. */
export async function runSoak(
  errand: Omit<Errand, 'server'>,
  tell: (progress: Progress) => void = () => {},
): Promise<Progress> {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-'))
  const file = join(folder, 'soak.mjs')
  writeFileSync(file, await scriptFor({ ...errand, server: join(here, 'server.ts') }))
  const child = fork(file, { execArgv: ['--expose-gc'] })
  try {
    return await new Promise<Progress>((resolve, reject) => {
      child.on('message', (progress: Progress) => {
        tell(progress)
        if (progress.isDone) resolve(progress)
      })
      child.once('exit', (code) => reject(new Error(`It ended with ${code}`)))
    })
  } finally {
    child.kill()
    rmSync(folder, { recursive: true })
  }
}

async function scriptFor(errand: Errand): Promise<string> {
  const { outputFiles } = await build({
    stdin: {
      contents: `import { soak } from './client.ts'; await soak(${JSON.stringify(errand)})`,
      resolveDir: here,
    },
    inject: [join(here, 'globals.ts')],
    bundle: true,
    write: false,
    platform: 'node',
    format: 'esm',
    target: 'es2022',
    logLevel: 'warning',
    tsconfigRaw: '{}',
  })
  return outputFiles[0]!.text
}
