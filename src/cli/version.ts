import { readFileSync } from 'node:fs'

/** The version of the package; read when it is asked for, as most runs do not need it at once. */
export function version(): string {
  const manifest = readFileSync(new URL('../../package.json', import.meta.url), 'utf8')
  return (JSON.parse(manifest) as { version: string }).version
}
