import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, inject, test } from 'vitest'

const consumer = inject('consumer')

// Strict about the package's own declarations too; with nothing of Node's, nor of a library newer than its own.
const strict = ['--noEmit', '--strict', '--exactOptionalPropertyTypes', '--target', 'es2022']
const library = ['--lib', 'es2022,dom']

const code = `
  import { EventSourceError, FetchEventSource, fetchEvents, readEvents } from 'millrace'
  import { createParser, EventSourceParserStream } from 'millrace/parser'

  export const parser = createParser({ onEvent: (event) => event.data.length })
  export const stream: ReadableWritablePair = new EventSourceParserStream()
  export const constructor: typeof EventSource = FetchEventSource
  export async function read(): Promise<string | undefined> {
    for await (const event of fetchEvents('/', { method: 'POST' })) return event.data
    for await (const event of readEvents(await fetch('/'))) return event.lastEventId
    return
  }
  export const failed = (error: unknown): boolean => EventSourceError.is(error) && error.status === 404
  // @ts-expect-error: no such option
  fetchEvents('/', { retries: 1 })
`

test.for([
  ['ESM, Node', 'consumer.mts', '--module', 'nodenext'],
  ['CommonJS, Node', 'consumer.cts', '--module', 'nodenext'],
  ['a bundler', 'consumer.ts', '--module', 'esnext', '--moduleResolution', 'bundler'],
] as const)('types for %s', ([, file, ...options]) => {
  writeFileSync(join(consumer, file), code)
  const { stdout } = spawnSync('tsc', [...strict, ...library, ...options, file], {
    cwd: consumer,
    encoding: 'utf8',
  })
  expect(stdout).toBe('')
})
