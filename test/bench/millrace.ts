import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

const ours = resolve(import.meta.dirname, '../../src')

/** The sources in that folder, or else the ones here: what the package is built from, and as fast. */
export async function loadMillrace(folder = ours): Promise<typeof import('../../src/index.ts')> {
  return import(pathToFileURL(resolve(folder, 'index.ts')).href)
}

export async function loadParser(folder = ours): Promise<typeof import('../../src/parser.ts')> {
  return import(pathToFileURL(resolve(folder, 'parser.ts')).href)
}
