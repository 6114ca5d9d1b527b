import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, type BuildOptions } from 'esbuild'

/** The suite, built once for all runtimes, beside the package in an installation of its own. */
export interface Bundle {
  /** Where both are. */
  folder: string
  /** For runtimes that find the package themselves: a module beside its `node_modules`. */
  module: string
  /** For those that do not: one script with the package in it, which defines `runSuite`. */
  script: string
  /** The script of the browser's page. */
  page: string
  remove(): void
}

export async function bundle(): Promise<Bundle> {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-'))
  const remove = () => rmSync(folder, { recursive: true })
  try {
    install(folder)
    const module = join(folder, 'suite.mjs')
    const suite = fileURLToPath(new URL('suite.ts', import.meta.url))
    // Without the paths of tsconfig.json, which lead to the sources.
    const options = {
      bundle: true,
      target: 'es2022',
      logLevel: 'warning',
      tsconfigRaw: '{}',
    } as const
    await build({
      ...options,
      entryPoints: [suite],
      outfile: module,
      format: 'esm',
      external: ['millrace'],
    })
    const script = await text({
      ...options,
      stdin: {
        contents: `import { runSuite } from './suite.mjs'; globalThis.runSuite = runSuite`,
        resolveDir: folder,
      },
      format: 'iife',
    })
    const page = fileURLToPath(new URL('page.ts', import.meta.url))
    return {
      folder,
      module,
      script,
      page: await text({ ...options, entryPoints: [page], format: 'esm' }),
      remove,
    }
  } catch (error) {
    remove()
    throw error
  }
}

async function text(options: BuildOptions): Promise<string> {
  const { outputFiles } = await build({ ...options, write: false })
  return outputFiles[0]!.text
}

/** Each of the commands below takes seconds. */
const COMMAND_LIMIT = 120_000

/** Builds the package, packs it, and installs what was packed. */
function install(folder: string): void {
  const npm = (...args: string[]) =>
    execFileSync('npm', args, { encoding: 'utf8', timeout: COMMAND_LIMIT })
  npm('run', 'build', '--silent')
  const tarball = npm('pack', '--silent', '--pack-destination', folder).trim()
  writeFileSync(join(folder, 'package.json'), '{ "private": true }')
  npm(
    'install',
    '--silent',
    '--offline',
    '--no-package-lock',
    '--prefix',
    folder,
    join(folder, tarball),
  )
}
