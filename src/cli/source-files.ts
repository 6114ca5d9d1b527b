import { readdirSync, statSync } from 'node:fs'
import { extname, join } from 'node:path'
import { UsageError } from './usage-error.ts'

/** What code is parsed as, by the end of a file's name: JavaScript is all but what TSX has. Of the last three, what is in `<script>`. */
const LANGUAGES: Record<string, 'TypeScript' | 'Tsx'> = {
  '.js': 'Tsx',
  '.mjs': 'Tsx',
  '.cjs': 'Tsx',
  '.jsx': 'Tsx',
  '.ts': 'TypeScript',
  '.mts': 'TypeScript',
  '.cts': 'TypeScript',
  '.tsx': 'Tsx',
  '.vue': 'TypeScript',
  '.svelte': 'TypeScript',
  '.html': 'Tsx',
}

/** Folders of what others wrote, or a build. */
const NOT_OWN = /^(\..+|node_modules|bower_components|dist|build|out|coverage|vendor)$/

/** Larger, it was written by a program. */
const MAX_SIZE = 1_000_000

/** A piece of code in a file. */
export interface Script {
  /** Where it begins, in characters. */
  start: number
  text: string
  language: 'TypeScript' | 'Tsx'
}

/** The source files in a folder, or that one file. */
export function sourceFiles(path: string): string[] {
  try {
    return statSync(path).isDirectory() ? filesIn(path) : [path]
  } catch (error) {
    throw new UsageError(`${path}: cannot be read: ${(error as Error).message}`)
  }
}

function filesIn(folder: string): string[] {
  const entries = readdirSync(folder, { withFileTypes: true })
  return entries
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name)
      if (entry.isDirectory()) return NOT_OWN.test(entry.name) ? [] : filesIn(path)
      const isSource = entry.isFile() && extname(path) in LANGUAGES
      return isSource && statSync(path).size <= MAX_SIZE ? [path] : []
    })
}

/** The code of a file: all of it, or its `<script>`s. */
export function scriptsOf(path: string, text: string): Script[] {
  const extension = extname(path)
  const language = LANGUAGES[extension] ?? 'TypeScript'
  if (!['.vue', '.svelte', '.html'].includes(extension)) return [{ start: 0, text, language }]
  const blocks = text.matchAll(/(<script\b[^>]*>)(.*?)<\/script>/gis)
  return Array.from(blocks, ({ index, 1: tag = '', 2: code = '' }) => ({
    start: index + tag.length,
    text: code,
    language: /lang=.?[jt]sx/.test(tag) ? ('Tsx' as const) : language,
  }))
}
