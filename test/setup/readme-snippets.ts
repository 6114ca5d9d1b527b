import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root: string = fileURLToPath(new URL('../..', import.meta.url))

/** Code in the documentation. */
export interface Snippet {
  /** The file, and the heading or the line that it is found under. */
  where: string
  /** A module: the code, and before it what it takes for granted. */
  module: string
}

/** What the reader has of their own, and the documentation need not show. */
const prelude = `
  const token = async (options?: { refresh: boolean }) => (options?.refresh ? 'new' : 'old')
  const messages = [{ role: 'user', content: 'Hello' }]
  const prompt = 'Hello'
  const show = (text: string | undefined) => console.log(text)
`

const imports: Record<string, string> = {
  EventSourceError: 'millrace',
  FetchEventSource: 'millrace',
  fetchEvents: 'millrace',
  readEvents: 'millrace',
  createParser: 'millrace/parser',
  EventSourceParserStream: 'millrace/parser',
  SharedEventSource: 'millrace/shared',
}

/** What else the examples of one file take for granted. */
const given: Record<string, string> = {
  'src/adapters/init.ts': `
    import { useEventSource } from 'millrace/react'
    const user = { id: 'anna' }
  `,
  'src/adapters/svelte.ts': `
    const $props = (): { room: string } => ({ room: 'lobby' })
    function $derived<Value>(value: Value): Value {
      return value
    }
  `,
  'src/adapters/angular.ts': `import { computed, signal } from '@angular/core'\n`,
  'src/adapters/solid.ts': `import { createSignal } from 'solid-js'\n`,
  'src/adapters/react.ts': `const question = 'Why?'\n`,
  'src/shared/shared-init.ts': `const user = { id: 'anna' }\n`,
  'src/adapters/vue.ts': `
    import { ref } from 'vue'
    import { z } from 'zod'
    const Message = z.object({ text: z.string() })
    type Message = z.infer<typeof Message>
  `,
}

/** The `ts` blocks of README.md. */
export function readmeSnippets(): (Snippet & { heading: string; code: string })[] {
  const text = readFileSync(join(root, 'README.md'), 'utf8')
  return Array.from(text.matchAll(/^```ts\n(.*?)^```$/gms), ({ 1: code, index }) => {
    const heading = /.*^#+ (.*?)$/ms.exec(text.slice(0, index))![1]!.replaceAll('`', '')
    return { where: `README.md, ${heading}`, heading, code: code!, module: prelude + code! }
  })
}

/** The examples in the comments of the sources. */
export function exampleSnippets(): Snippet[] {
  return globSync('src/**/*.ts', { cwd: root }).flatMap((file) => {
    const text = readFileSync(join(root, file), 'utf8')
    const blocks = text.matchAll(/@example\n *\* ```tsx?\n(.*?)\* ```$/gms)
    return Array.from(blocks, ({ 1: comment, index }) => {
      const code = comment!.replaceAll(/^ *\* ?/gm, '')
      const before = /^import /m.test(code) ? '' : importsFor(file, text) + (given[file] ?? '')
      const line = text.slice(0, index).split('\n').length
      return { where: `${file}:${line}`, module: before + prelude + statement(code) }
    })
  })
}

/** Imports what a file exports, and what is in every reader's reach. */
function importsFor(file: string, text: string): string {
  const own = Array.from(
    text.matchAll(/^export (?:function|class|const) (\w+)/gm),
    ([, name]) => name!,
  )
  const from = { ...imports, ...Object.fromEntries(own.map((name) => [name, `./${file}`])) }
  return Object.entries({ ...from, 'type FetchEventSourceInit': 'millrace' })
    .map(([name, path]) => `import { ${name} } from '${path}'\n`)
    .join('')
}

/** How many examples the sources announce. */
export function countExamples(): number {
  return globSync('src/**/*.ts', { cwd: root })
    .map((file) => readFileSync(join(root, file), 'utf8').match(/@example/g)?.length ?? 0)
    .reduce((sum, count) => sum + count)
}

/** The example of an option is the option alone. */
function statement(code: string): string {
  return /^\w+:/.test(code) ? `export const init: FetchEventSourceInit = { ${code} }` : code
}
