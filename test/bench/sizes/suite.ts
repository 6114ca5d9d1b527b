import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { amount, type Report } from '../report.ts'

const ours = (entry: string) => join(import.meta.dirname, '../../../src', entry)

/** What is imported, and from where. */
const imports: [name: string, what: string, from: string][] = [
  ['millrace/parser createParser', 'createParser', ours('parser.ts')],
  ['millrace readEvents', 'readEvents', ours('index.ts')],
  ['millrace fetchEvents', 'fetchEvents', ours('index.ts')],
  ['millrace FetchEventSource', 'FetchEventSource', ours('index.ts')],
  ['eventsource-parser 3 createParser', 'createParser', 'eventsource-parser'],
  ['eventsource-parser 4 createParser', 'createParser', 'eventsource-parser-4'],
  ['eventsource EventSource', 'EventSource', 'eventsource'],
  ['eventsource-client createEventSource', 'createEventSource', 'eventsource-client'],
  ['@microsoft/fetch-event-source', 'fetchEventSource', '@microsoft/fetch-event-source'],
]

/** Each import, bundled for a browser with what it needs. */
export async function measureSizes(): Promise<Report[]> {
  const rows: string[][] = []
  for (const [name, what, from] of imports) {
    const { outputFiles } = await build({
      stdin: {
        contents: `export { ${what} } from ${JSON.stringify(from)}`,
        resolveDir: join(import.meta.dirname, '..'),
      },
      bundle: true,
      minify: true,
      format: 'esm',
      platform: 'browser',
      target: 'es2022',
      write: false,
    })
    const code = outputFiles[0]!.contents
    rows.push([
      name,
      amount(code.length / 1000),
      amount(gzipSync(code, { level: 9 }).length / 1000),
    ])
  }
  return [
    {
      title: 'Sizes',
      about:
        'Each import with all it needs, in kB: bundled and minified by esbuild, all alike, and compressed by gzip.',
      columns: ['import', 'minified', 'gzip'],
      rows,
    },
  ]
}
