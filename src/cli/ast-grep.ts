import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { UsageError } from './usage-error.ts'

type AstGrep = typeof import('@ast-grep/napi')

/** ast-grep, which reads code, as the user has installed it: in the project, or beside this package. */
export async function loadAstGrep(): Promise<AstGrep> {
  const project = createRequire(join(process.cwd(), 'package.json'))
  for (const resolve of [() => project.resolve('@ast-grep/napi'), ownAstGrep]) {
    try {
      return (await import(pathToFileURL(resolve()).href)) as AstGrep
    } catch (error) {
      if (!isMissing(error)) throw error
    }
  }
  throw new UsageError(
    'migrate reads code with @ast-grep/napi, which is not installed; run it as npx -p millrace -p @ast-grep/napi@0.51 millrace migrate, or npm install --no-save @ast-grep/napi@0.51 first',
  )
}

function ownAstGrep(): string {
  return createRequire(import.meta.url).resolve('@ast-grep/napi')
}

function isMissing(error: unknown): boolean {
  const { code, message } = error as NodeJS.ErrnoException
  // Bun (1.4.5) has no code for it everywhere.
  return /MODULE_NOT_FOUND/.test(code ?? '') || /^Cannot find (module|package)/.test(message)
}
