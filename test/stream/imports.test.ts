import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'esbuild'
import { rollup } from 'rollup'
import { describe, expect, test } from 'vitest'

const entry = join(import.meta.dirname, '../../src/parser.ts')

/** What a program prints that imports the parser in a process without some globals. */
function run(missing: string[], program: string): string {
  const code = `
    for (const name of ${JSON.stringify(missing)}) delete globalThis[name]
    const { createParser, EventSourceParserStream } = await import(${JSON.stringify(pathToFileURL(entry).href)})
    const attempt = (act) => { try { act() } catch (error) { console.log(String(error)) } }
    ${program}
  `
  const args = ['--no-warnings', '--input-type=module', '--eval', code]
  return execFileSync(process.execPath, args, { encoding: 'utf8' })
}

describe('where there is no TextDecoder', () => {
  test('strings are read, and bytes say what they want', () => {
    const said = run(
      ['TextDecoder'],
      `
        const parser = createParser({ onEvent: ({ data }) => console.log(data) })
        attempt(() => parser.feed(Uint8Array.of(100)))
        parser.feed('data: é\\n\\n')
      `,
    )
    expect(said).toMatch(/^TypeError: feed: .*TextDecoder.*\né\n$/)
  })

  test('one that comes after the import serves', () => {
    const said = run(
      [],
      `
        const parser = createParser({ onEvent: ({ data }) => console.log(data) })
        const { TextDecoder } = globalThis
        delete globalThis.TextDecoder
        attempt(() => parser.feed(Uint8Array.of(10)))
        globalThis.TextDecoder = TextDecoder
        parser.feed(new TextEncoder().encode('data: é\\n\\n'))
      `,
    )
    expect(said).toMatch(/^TypeError: feed: .*TextDecoder.*\né\n$/)
  })
})

test('where there is no TransformStream, the parser works, and the stream says what it wants', () => {
  const said = run(
    ['TransformStream'],
    `
      createParser({ onEvent: ({ data }) => console.log(data) }).feed('data: a\\n\\n')
      attempt(() => new EventSourceParserStream())
    `,
  )
  expect(said).toMatch(/^a\nTypeError: EventSourceParserStream: .*TransformStream.*createParser\n$/)
})

describe('a bundle of createParser alone', () => {
  const use = "import { createParser } from 'entry'; console.log(createParser)"

  test('by esbuild has no TransformStream in it', async () => {
    const { outputFiles } = await build({
      stdin: { contents: use },
      plugins: [
        {
          name: 'entry',
          setup: ({ onResolve }) => onResolve({ filter: /^entry$/ }, () => ({ path: entry })),
        },
      ],
      bundle: true,
      format: 'esm',
      write: false,
    })
    expect(outputFiles[0]!.text).toContain('TextDecoder')
    expect(outputFiles[0]!.text).not.toContain('TransformStream')
  })

  test('by Rollup has none, from one file with all of it', async () => {
    const { outputFiles } = await build({
      entryPoints: [entry],
      bundle: true,
      format: 'esm',
      target: 'es2022',
      write: false,
    })
    const library = outputFiles[0]!.text
    expect(library).toContain('TransformStream')
    const files: Record<string, string> = { entry: library, use }
    const bundle = await rollup({
      input: 'use',
      plugins: [{ name: 'files', resolveId: (id) => id, load: (id) => files[id] }],
    })
    const { output } = await bundle.generate({ format: 'esm' })
    expect(output[0].code).toContain('TextDecoder')
    expect(output[0].code).not.toContain('TransformStream')
  })
})
