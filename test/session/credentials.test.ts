import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { inspect } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import {
  type FetchEventSourceInit,
  fetchEvents,
  type SourceErrorEvent,
  type TraceRecord,
} from '../../src/index.ts'
import { FakeServer } from '../setup/fake-fetch.ts'

const secret = 'hunter2'
const url = `https://example.com/events?token=${secret}#${secret}`
const headers = { authorization: `Bearer ${secret}`, 'x-key': secret }

/** All lines that a log could hold of what was thrown or traced. */
function print(values: unknown[]): string[] {
  const options = { depth: Infinity, maxStringLength: Infinity, getters: true }
  return values
    .flatMap((value) => [String(value), JSON.stringify(value), inspect(value, options)])
    .flatMap((text) => text.split('\n'))
}

function leaksOf(lines: string[]): string[] {
  return lines.filter((line) => line.includes(secret))
}

/** Reads a stream to its end, and gives what a log could hold of it. */
async function logOf(init: FetchEventSourceInit, target = url): Promise<string[]> {
  const logged: unknown[] = []
  const trace = (record: TraceRecord) => void logged.push(record)
  const decide = (error: unknown) => void logged.push(error)
  const reconnect = {
    delay: 0,
    maxDelay: 0,
    maxAttempts: 2,
    statuses: [503],
    decide,
    ...init.reconnect,
  }
  try {
    for await (const event of fetchEvents(target, { trace, ...init, reconnect })) {
      logged.push(event.type)
    }
  } catch (error) {
    logged.push(error)
  }
  expect(logged.length).toBeGreaterThan(0)
  return print(logged)
}

/** A fake server that does the same at every request. */
function answering(
  answer: (exchange: FakeServer['exchanges'][number]) => void,
): FetchEventSourceInit['fetch'] {
  const server = new FakeServer()
  return (url, init) => {
    const response = server.fetch(url, init)
    answer(server.exchanges.at(-1)!)
    return response
  }
}

const setCookie = { 'set-cookie': `session=${secret}`, 'www-authenticate': secret }

test.for<[string, FetchEventSourceInit]>([
  ['a connection that is lost', { fetch: answering((exchange) => exchange.open().fail()) }],
  ['a connection that is refused', { fetch: answering((exchange) => exchange.fail()) }],
  ['a status', { fetch: answering((exchange) => exchange.refuse(401, setCookie)) }],
  ['statuses, tried again', { fetch: answering((exchange) => exchange.refuse(503, setCookie)) }],
  ['a wrong content type', { fetch: answering((exchange) => exchange.refuse(200, setCookie)) }],
  ['no content', { fetch: answering((exchange) => exchange.refuse(204, setCookie)) }],
  [
    'an ID to resume from',
    { lastEventId: secret, fetch: answering((exchange) => exchange.fail()) },
  ],
  [
    'an ID in a parameter',
    {
      lastEventId: secret,
      lastEventIdParam: 'from',
      fetch: answering((exchange) => exchange.fail()),
    },
  ],
  [
    'an ID that fits nowhere',
    { lastEventId: `${secret}\n`, fetch: answering((exchange) => exchange.fail()) },
  ],
  [
    'a body that is lost',
    { method: 'POST', body: secret, fetch: answering((exchange) => exchange.fail()) },
  ],
])('%s: no secret in a record or an error', async ([, init]) => {
  expect(leaksOf(await logOf({ headers, ...init }))).toEqual([])
  expect(leaksOf(await logOf({ headers: () => headers, ...init }))).toEqual([])
})

test('a header that fetch refuses is not told', async () => {
  const fetch = answering((exchange) => exchange.open().end())
  const refused = { authorization: `Bearer ${secret}\nx` }
  expect(leaksOf(await logOf({ fetch, headers: () => refused }))).toEqual([])
  const open = () => fetchEvents(url, { headers: refused })
  expect(open).toThrow(expect.objectContaining({ message: expect.not.stringContaining(secret) }))
})

test('a body that the method does not take is not told', () => {
  const open = () => fetchEvents(url, { body: `password=${secret}` })
  expect(open).toThrow(expect.objectContaining({ message: expect.not.stringContaining(secret) }))
})

test('the query of a URL that is not valid is not told', () => {
  const open = () => fetchEvents(`https://exa mple.com/?token=${secret}`)
  expect(open).toThrow(expect.objectContaining({ message: expect.not.stringContaining(secret) }))
})

test('the query of a URL that cannot be fetched is not told', async () => {
  expect(leaksOf(await logOf({}, `ftp://example.com/?token=${secret}`))).toEqual([])
})

test('a user name and password in the URL are not told', async () => {
  const target = `https://user:${secret}@example.com/`
  const fetch = answering((exchange) => exchange.fail())
  expect(leaksOf(await logOf({ fetch }, target))).toEqual([])
  // The global fetch takes no such URL, and says it back in its error.
  expect(leaksOf(await logOf({}, target))).toEqual([])
})

test('an error of fetch that names the URL, as that of Deno does, is told without its query', async () => {
  const errors: SourceErrorEvent['error'][] = []
  const failure = new TypeError(`error sending request for url (${url}): connection refused`)
  const decide = (error: (typeof errors)[number]) => void errors.push(error)
  const fetch = answering((exchange) => exchange.fail(failure))
  await logOf({ fetch, reconnect: { decide } })
  expect(errors.map(({ message }) => message).join('\n')).toContain('connection refused')
  expect(errors.map(({ message }) => message).join('\n')).not.toContain(secret)
})

test('the global fetch of Node: a refused connection, a redirect, a status', async () => {
  const server = createServer((request, response) => {
    if (request.url?.startsWith('/redirect')) {
      response.writeHead(302, { location: `/status?token=${secret}` }).end()
    } else {
      response.writeHead(503, setCookie).end(secret)
    }
  })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  const log = await logOf({ headers }, `${origin}/redirect?token=${secret}`)
  expect(log.join()).toContain(`url: '${origin}/status'`)
  expect(leaksOf(log)).toEqual([])
  expect(
    leaksOf(await logOf({ headers, redirect: 'error' }, `${origin}/redirect?token=${secret}`)),
  ).toEqual([])

  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
  const refused = await logOf({ headers }, `${origin}/?token=${secret}`)
  expect(refused.join()).toContain('ECONNREFUSED')
  expect(leaksOf(refused)).toEqual([])
})

test('the secret of these tests would be found', async () => {
  expect(leaksOf(print([{ nested: new Error('a', { cause: { secret } }) }]))).toHaveLength(1)
  const fetch = answering((exchange) => exchange.fail(new Error(secret)))
  expect(leaksOf(await logOf({ fetch }))).not.toEqual([])
})
