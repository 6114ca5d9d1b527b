import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import manifest from '../../package.json' with { type: 'json' }
import { listen } from '../setup/listen.ts'
import { memberNames, typeErrors, unionOf } from '../setup/readme-program.ts'
import { exampleServer, run } from '../setup/readme-run.ts'
import { countExamples, exampleSnippets, readmeSnippets, root } from '../setup/readme-snippets.ts'

const readme = readFileSync(join(root, 'README.md'), 'utf8')
const snippets = readmeSnippets()
const examples = exampleSnippets()

const wrong = {
  where: 'what is wrong',
  module: "import { fetchEvents } from 'millrace'\nfetchEvents('/', { retries: 1 })",
}

describe('type-checks', () => {
  const errors = new Map<string, string[]>()
  beforeAll(() => {
    const all = [...snippets, ...examples, wrong]
    const found = typeErrors(all.map(({ module }) => module))
    for (const [index, { where }] of all.entries()) errors.set(where, found[index]!)
  }, 60_000)

  test.for([...snippets, ...examples])('$where', ({ where }) => {
    expect(errors.get(where)).toEqual([])
  })

  test('every example of the sources', () => {
    expect(examples.length).toBe(countExamples())
  })

  test('and finds what is wrong', () => {
    expect(errors.get(wrong.where)).toEqual([expect.stringContaining('retries')])
  })
})

const printed: Record<string, string> = {
  FetchEventSource: '1 {"bid":9.5}\nno-content\n',
  fetchEvents: 'Hel\nlo\n',
  readEvents: 'greeting hello\n',
  createParser: 'reconnection time 1000\nmessage hello 7\n',
  EventSourceParserStream: 'hello\n',
  'Typed data': '9.50\n',
  'In place of EventSource': 'hello\n',
  'An adapter of your own in fifteen lines': '',
  'In place of one that counts attempts':
    'connected 1\nprice {"bid":9.5}\nno-content http-status\n',
  'In place of one that backs off': 'hello\n',
  'In place of @microsoft/fetch-event-source':
    'message {"choices":[{"delta":{"content":"Hel"}}]}\nmessage {"choices":[{"delta":{"content":"lo"}}]}\nmessage [DONE]\n',
}

test('each snippet of the README is run', () => {
  expect(snippets.map(({ heading }) => heading)).toEqual(Object.keys(printed))
})

test.for(snippets)('runs: $where', { timeout: 30_000 }, async ({ heading, module }) => {
  expect(await run(module, await listen(exampleServer))).toBe(printed[heading])
})

describe('the README names', () => {
  test('every error code', () => {
    expect(firstColumn('Code')).toEqual(unionOf('src/errors.ts', 'EventSourceErrorCode'))
  })

  test('every option', () => {
    const options = ['SessionInit', 'DeliveryOptions'].flatMap((name) =>
      memberNames('src/session/init.ts', name),
    )
    expect(firstColumn('Option').toSorted()).toEqual(options.toSorted())
  })

  test('every option of reconnect', () => {
    const options = memberNames('src/session/reconnection.ts', 'ReconnectOptions')
    expect(firstColumn('`reconnect`').toSorted()).toEqual(options.toSorted())
  })

  test('no entry that there is not', () => {
    const named = readme.matchAll(/'millrace(\/[^']*)?'/g)
    for (const [, path = ''] of named) expect(manifest.exports).toHaveProperty([`.${path}`])
  })

  test('how to see it at work, and how to test it', () => {
    expect(readme).toContain('\nnpm install && npm start\n')
    expect(readme).toContain('\nnpm install && npm test\n')
  })

  test('only files and headings that exist', () => {
    const headings = Array.from(readme.matchAll(/^#+ (.*)$/gm), ([, heading]) =>
      heading!.toLowerCase().replaceAll(' ', '-'),
    )
    for (const [, file, heading] of readme.matchAll(/\]\((?!https:)([^)#]*)#?([^)]*)\)/g)) {
      expect(existsSync(join(root, file!)), file).toBe(true)
      if (heading) expect(headings).toContain(heading)
    }
  })
})

/** The code words in the first column of the table with that title. */
function firstColumn(title: string): string[] {
  const [, rows] = new RegExp(`^\\| ${title} +\\|.*\\n((?:\\|.*\\n)+)`, 'm').exec(readme)!
  return Array.from(rows!.matchAll(/^\| ([^|]*)\|/gm), ([, cell]) =>
    Array.from(cell!.matchAll(/`([\w-]+)`/g), ([, word]) => word!),
  ).flat()
}
