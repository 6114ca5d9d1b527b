// `millrace migrate`: what it finds in the guides' own files, and what it makes of them.
import { cpSync, globSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, inject, test } from 'vitest'
import type { ExaminedFile } from '../../src/cli/migrate.ts'
import { libraries } from '../../src/cli/migrate-libraries.ts'
import type { InstalledRuntime } from '../packaging/installed-runtimes.ts'
import { typeErrors } from '../setup/readme-program.ts'
import { root } from '../setup/readme-snippets.ts'
import { feed, TOKEN } from '../guides/prices-feed.ts'
import { listen } from '../setup/listen.ts'
import { node24, type Result, run, runtimes, startCommand, temporaryFolder } from './program.ts'

const guides = join(root, 'examples/migrate')

/** The guides' own files of this pattern, not what is installed beside them. */
const filesOf = (pattern: string): string[] =>
  globSync(pattern, { cwd: guides, exclude: ['node_modules'] }).toSorted()

/** A project with these files, in which ast-grep is installed. */
function project(files: Record<string, string> = {}) {
  const folder = temporaryFolder()
  mkdirSync(join(folder, 'node_modules'))
  symlinkSync(join(root, 'node_modules/@ast-grep'), join(folder, 'node_modules/@ast-grep'))
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  const migrate = (args: string[] = [], runtime?: InstalledRuntime): Promise<Result> =>
    run(['migrate', ...args], { cwd: folder }, runtime)
  const found = async (...args: string[]): Promise<ExaminedFile[]> =>
    JSON.parse((await migrate([...args, '--format', 'json'])).stdout).files
  return {
    folder,
    migrate,
    found,
    read: (name: string) => readFileSync(join(folder, name), 'utf8'),
  }
}

/** A project with the files of the guides. */
function guidesProject() {
  const one = project()
  for (const file of filesOf('*/*.{js,ts}')) cpSync(join(guides, file), join(one.folder, file))
  return one
}

test.for(runtimes)(
  '$name: what is before is found, line by line; what is after is not',
  async (runtime) => {
    const { code, stdout, stderr } = await guidesProject().migrate([], runtime)
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' })
    const before = filesOf('*/before.*')
    expect(stdout.match(/^\S+\/\S+$/gm)!.toSorted()).toEqual(before)
    expect(stdout).toContain(
      `
event-source-polyfill/before.js
  1  import { EventSourcePolyfill } from 'event-source-polyfill'
     by hand: import { FetchEventSource } from 'millrace'
  5  new EventSourcePolyfill(\`\${origin}/prices\`, {
     by hand: new FetchEventSource(url, init)
  7  heartbeatTimeout: 20_000
     by hand: idleTimeout, in milliseconds; there it was 45 000 without this option
`.trimStart(),
    )
    expect(stdout).toContain(`
native/before.js
  3  new EventSource(\`\${origin}/prices?token=\${token}\`)
     by hand: new FetchEventSource(url, init), from 'millrace'
`)
    expect(stdout).toMatch(
      new RegExp(
        `\n\\d+ places in ${before.length} of \\d+ files: 2 that --write does, \\d+ by hand\\.\nnpm install millrace\n`,
      ),
    )
  },
)

test('each guide is of a library that it knows', async () => {
  const folders = filesOf('*/before.*').map((file) => dirname(file))
  const files = await guidesProject().found()
  const known = new Set(libraries.map(({ name }) => name.replace(/^@(.*)\//, '$1-')))
  for (const folder of folders) {
    const { findings } = files.find(({ path }) => dirname(path) === folder)!
    const names = new Set(findings.map(({ library }) => library.replace(/^@(.*)\//, '$1-')))
    expect([...names]).toEqual([folder === 'native' ? 'EventSource' : folder])
    if (folder !== 'native') expect(known).toContain(folder)
  }
})

/** Without comments, and a type that the guide leaves out because it can. */
const code = (text: string) => text.replaceAll(/^\/\/.*\n|: MessageEvent<string>/gm, '')

test.for(runtimes)(
  '$name: --write makes of eventsource what its guide makes of the import',
  async (runtime) => {
    const { migrate, read } = guidesProject()
    const { code: exit, stdout } = await migrate(['eventsource', '--write'], runtime)
    expect(exit).toBe(0)
    expect(stdout).toContain(`
  1  import { EventSource, type ErrorEvent } from 'eventsource'
     written: import { FetchEventSource as EventSource } from 'millrace'
`)
    const after = readFileSync(join(guides, 'eventsource/after-one-import.ts'), 'utf8')
    expect(code(read('eventsource/before.ts'))).toBe(code(after))
    expect(typeErrors([read('eventsource/before.ts')])).toEqual([[]])
    // There is nothing left to do.
    expect(await migrate(['eventsource'], runtime)).toEqual({
      code: 0,
      stdout: 'Nothing to migrate in 3 files.\n',
      stderr: '',
    })
  },
)

test('what is written does what it did, over the server of the guides', async () => {
  const { folder, migrate } = guidesProject()
  await migrate(['--write'])
  symlinkSync(
    join(inject('consumer'), 'node_modules/millrace'),
    join(folder, 'node_modules/millrace'),
  )
  const shown = async (file: string, name: string): Promise<string[]> => {
    const origin = await listen(feed())
    const text = `import { ${name} } from './${file}'\n${name}('${origin}', '${TOKEN}', (line) => console.log(line))`
    writeFileSync(join(folder, 'run.ts'), text)
    const { code, stdout } = await startCommand([...node24.command, join(folder, 'run.ts')]).ended
    expect(code).toBe(0)
    return stdout.trimEnd().split('\n')
  }
  expect(await shown('eventsource/before.ts', 'followPrices')).toEqual([
    'ACME 10.4',
    'ACME 10.5',
    'ACME 10.6',
    'ACME 10.7',
    'closed',
  ])
  const file = 'microsoft-fetch-event-source/before.ts'
  expect(await shown(file, 'ask')).toEqual(['How', 'are', 'you', '?', 'closed'])
  expect(typeErrors([readFileSync(join(folder, file), 'utf8')])).toEqual([[]])
})

const written: [before: string, after: string][] = [
  [
    `import { EventSource } from 'eventsource'\nnew EventSource('/a')`,
    `import { FetchEventSource as EventSource } from 'millrace'\nnew EventSource('/a')`,
  ],
  [
    `\n\n// \u00e9\u{1f642}\nimport { EventSource as ES } from "eventsource";\nnew ES(url, { headers, 'withCredentials': true });\n`,
    `\n\n// \u00e9\u{1f642}\nimport { FetchEventSource as ES } from "millrace";\nnew ES(url, { headers, 'withCredentials': true });\n`,
  ],
  // Before version 3.
  [
    `import EventSource from 'eventsource'\nif (x.readyState === EventSource.CLOSED) open()`,
    `import { FetchEventSource as EventSource } from 'millrace'\nif (x.readyState === EventSource.CLOSED) open()`,
  ],
  [
    `const EventSource = require('eventsource'), fs = require('fs')`,
    `const { FetchEventSource: EventSource } = require('millrace'), fs = require('fs')`,
  ],
  [
    `const { EventSource } = require('eventsource')`,
    `const { FetchEventSource: EventSource } = require('millrace')`,
  ],
  [
    `import type { EventSourceInit, FetchLike } from 'eventsource'`,
    `import type { FetchEventSourceInit as EventSourceInit, FetchLike } from 'millrace'`,
  ],
  // With the same signature, whatever is done with it.
  [
    `import { fetchEventSource } from '@microsoft/fetch-event-source'\nmake(fetchEventSource, init)`,
    `import { fetchEventSource } from 'millrace/fetch-event-source'\nmake(fetchEventSource, init)`,
  ],
]

test.for(written)('written: %j', async ([before, after]) => {
  const { migrate, read } = project({ 'src/one.ts': before })
  expect((await migrate(['--write'])).code).toBe(0)
  expect(read('src/one.ts')).toBe(after)
})

const byHand: [why: string, text: string][] = [
  ['es is handed to others', `const es = require('eventsource')\nnew es.EventSource(url)`],
  [
    'leave it out, as its types need not be named',
    `import { type ErrorEvent } from 'eventsource'\nit.onerror = (event: ErrorEvent) => {}`,
  ],
  [
    'EventSource is handed to others',
    `import { EventSource } from 'eventsource'\nclass A extends EventSource {}`,
  ],
  [
    'EventSource is handed to others',
    `import { EventSource } from 'eventsource'\nmake(EventSource)`,
  ],
  ['the option proxy is another here', `import ES from 'eventsource'\nnew ES(url, { proxy: 'x' })`],
  [
    'the options of its calls are not all to be seen',
    `import ES from 'eventsource'\nnew ES(url, init)`,
  ],
  [
    'the options of its calls are not all to be seen',
    `import ES from 'eventsource'\nnew ES(url, { ...a })`,
  ],
  ['in this form it is left to you', `export * from 'eventsource'`],
  ['in this form it is left to you', `import * as all from 'eventsource'`],
  ['in this form it is left to you', `const all = await import('eventsource')`],
  ['in this form it is left to you', `import ES from 'eventsource/lib/eventsource.js'`],
  ['getBaseURL is left to you', `import { getBaseURL } from 'eventsource'`],
  [
    'the type ErrorEvent is another here',
    `import { type ErrorEvent } from 'eventsource'\nfunction failed(event: ErrorEvent) {}`,
  ],
]

test.for(byHand)('by hand, and left as it is: %s, %j', async ([why, text]) => {
  const { migrate, read } = project({ 'one.ts': text })
  const { code, stdout } = await migrate(['--write', 'one.ts'])
  expect(code).toBe(1)
  expect(stdout).toContain(`by hand: import { FetchEventSource } from 'millrace'; ${why}\n`)
  expect(read('one.ts')).toBe(text)
})

test('the code in pages and components; not what others wrote, not comments, not text', async () => {
  const component = (source: string, name: string) =>
    `<template>new EventSource()</template>\n<script setup lang="ts">\nimport { ${name} } from '${source}'\nnew EventSource('/a')\n</script>\n`
  const importing = "import 'sse.js'"
  const { migrate, found, read } = project({
    'a.vue': component('eventsource', 'EventSource'),
    'b.html':
      "<script>\n  new EventSource('/')\n</script>\n<script>\n  new window.EventSource('/')\n</script>",
    'c.jsx': "export const C = () => <b onClick={() => new EventSource('/')}>new EventSource()</b>",
    'd.js': `// ${importing}\nconst text = "${importing}"\nclass EventSource {}\nnew EventSource()`,
    'e.txt': importing,
    'node_modules/x/index.js': importing,
    'dist/x.js': importing,
  })
  const files = await found()
  expect(files.map(({ path, findings }) => [path, findings.map(({ line }) => line)])).toEqual([
    ['a.vue', [3]],
    ['b.html', [2, 5]],
    ['c.jsx', [1]],
  ])
  await migrate(['--write'])
  expect(read('a.vue')).toBe(component('millrace', 'FetchEventSource as EventSource'))
})

test('without ast-grep it says how to get it', async () => {
  const { code, stdout, stderr } = await run(['migrate'], { cwd: temporaryFolder() })
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  expect(stderr).toMatch(
    /^millrace: migrate reads code with @ast-grep\/napi, which is not installed; [^\n]*npm install --no-save @ast-grep\/napi@0\.51[^\n]*\n$/,
  )
})

test('what it says to install is what it was tried with', async () => {
  const manifest = readFileSync(join(root, 'package.json'), 'utf8')
  expect(manifest).toContain('"@ast-grep/napi": "0.51.')
})

test('a path that is not there, an option that it has not', async () => {
  const { migrate } = project()
  for (const args of [['nowhere'], ['--nonsense'], ['a', 'b'], ['--format', 'xml']]) {
    const { code, stderr } = await migrate(args)
    expect({ code, lines: stderr.split('\n').length }).toEqual({ code: 2, lines: 2 })
  }
})

test('what is written can be imported', () => {
  const folder = join(inject('consumer'), 'node_modules/millrace')
  const { exports } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  for (const { imports } of libraries) {
    if (!imports) continue
    const entry = imports.from.replace('millrace', '.')
    expect(exports).toHaveProperty([entry])
    const types = readFileSync(join(folder, exports[entry].import.types), 'utf8')
    for (const name of Object.values(imports.names)) if (name) expect(types).toContain(name)
  }
})
