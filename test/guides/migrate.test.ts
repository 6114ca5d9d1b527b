// What is before and what is after do the same, over the same server; the real packages, where they run.
import { globSync } from 'node:fs'
import type { RequestListener } from 'node:http'
import { basename, join } from 'node:path'
import { describe, expect, inject, test } from 'vitest'
import { findChromium } from '../setup/chromium.ts'
import { listen } from '../setup/listen.ts'
import { root } from '../setup/readme-snippets.ts'
import { openModule, shareBrowser } from './page.ts'
import { feed, TOKEN } from './prices-feed.ts'

const folder = join(root, 'examples/migrate')
const prices = ['ACME 10.4', 'ACME 10.5', 'ACME 10.6', 'ACME 10.7', 'closed']
const answer = ['How', 'are', 'you', '?', 'closed']

type Follow = (origin: string, token: string, show: (line: string) => void) => unknown

/** What a library's files show, in so many requests, and of a token that is refused; undefined: what is before asks for ever. */
interface Guide {
  library: string
  shown: string[]
  requests: number
  refused: string | undefined
}

const inNode: Guide[] = [
  { library: 'eventsource', shown: prices, requests: 2, refused: 'refused: 401' },
  { library: 'eventsource-client', shown: prices, requests: 2, refused: undefined },
]

const inChromium: Guide[] = [
  { library: 'native', shown: prices, requests: 2, refused: 'no prices' },
  { library: 'microsoft-fetch-event-source', shown: answer, requests: 2, refused: 'refused: 401' },
  { library: 'event-source-polyfill', shown: prices, requests: 2, refused: 'refused: 401' },
  { library: 'reconnecting-eventsource', shown: prices, requests: 3, refused: undefined },
  { library: 'sse.js', shown: answer, requests: 1, refused: 'refused: 401' },
  { library: 'react-native-sse', shown: prices, requests: 2, refused: 'refused: 401' },
]

test('each guide is run', () => {
  const libraries = globSync(join(folder, '*/')).map((path) => basename(path))
  const run = [...inNode, ...inChromium].map(({ library }) => library)
  expect(libraries.filter((name) => name !== 'node_modules').toSorted()).toEqual(run.toSorted())
})

describe.runIf(inject('areExamplesInstalled'))('in Node', () => {
  describe.for(inNode)('$library', (guide) => {
    expectSame(guide, async (file, token, show) => {
      const counted = counting(feed())
      const module = (await import(file)) as Record<string, Follow>
      void Object.values(module)[0]!(await listen(counted.listener), token, show)
      return counted
    })
  })
})

describe.runIf(inject('areExamplesInstalled') && findChromium())('in Chromium', () => {
  shareBrowser()
  describe.for(inChromium)('$library', (guide) => {
    expectSame(guide, async (file, token, show) => {
      const counted = counting(feed())
      const code = `import * as module from ${JSON.stringify(file)}
        Object.values(module)[0](location.origin, '${token}', show)`
      await openModule(code, folder, counted.listener, show)
      return counted
    })
  })
})

function expectSame(
  { library, shown, requests, refused }: Guide,
  run: (file: string, token: string, show: (line: string) => void) => Promise<Counted>,
): void {
  const files = globSync(join(folder, library, '{before,after}*.{js,ts}'))
  test.for(files.map((file) => ({ name: basename(file), file })))('$name', async ({ file }) => {
    const lines: string[] = []
    const server = await run(file, TOKEN, (line) => lines.push(line))
    await expect.poll(() => lines).toEqual(shown)
    // Nothing is left open, and nothing asked for again.
    await expect.poll(() => server.open).toBe(0)
    expect(server.requests).toBe(requests)
  })

  test.for(
    files
      .map((file) => ({ name: basename(file), file }))
      .filter(({ name }) => refused !== undefined || name.startsWith('after')),
  )('$name, with a token that is refused', async ({ file }) => {
    const lines: string[] = []
    const server = await run(file, 'wrong', (line) => lines.push(line))
    await expect.poll(() => lines).toEqual([refused ?? 'refused: 401'])
    expect(server.requests).toBe(1)
  })
}

interface Counted {
  listener: RequestListener
  requests: number
  open: number
}

/** Counts the requests, and those that are open. */
function counting(listener: RequestListener): Counted {
  const counted: Counted = {
    requests: 0,
    open: 0,
    listener(request, response) {
      counted.requests++
      counted.open++
      response.once('close', () => counted.open--)
      listener(request, response)
    },
  }
  return counted
}
