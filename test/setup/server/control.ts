import type { IncomingMessage } from 'node:http'
import type { Condition, Ledger } from './ledger.ts'

/** Longer than anything takes, shorter than a test may. */
const MAX_WAIT = 10_000

/** What the control endpoints need of the server. */
export interface Controlled {
  addresses: { main: string; other: string; control: string }
  ledger(key: string): Ledger
  /** A port at which nothing listens; `listen` makes the server do. */
  reserve(key: string): Promise<string>
  listen(key: string): Promise<void>
}

type Endpoint = (server: Controlled, params: URLSearchParams, body: Buffer) => unknown

/** What a test asks of the server, or tells it to do, under `/control/`. Each answers with JSON. */
const endpoints: Record<string, Endpoint> = {
  addresses: (server) => server.addresses,

  /** The state of a key, once the condition holds that the query gives; `inTime` says whether it did. */
  async state(server, params) {
    const ledger = server.ledger(params.get('key')!)
    const condition: Condition = JSON.parse(params.get('until') ?? '{}')
    const inTime = await ledger.until(condition, MAX_WAIT)
    return { inTime, state: ledger.state }
  },

  /** Sends the body over the key's open stream. */
  write: (server, params, body) =>
    onOpenExchange(server, params, (exchange) => exchange.write(body)),
  /** Ends the key's open stream in one of the ways that connections end. */
  end: (server, params) => onOpenExchange(server, params, (exchange) => exchange.end()),
  fin: (server, params) => onOpenExchange(server, params, (exchange) => exchange.fin()),
  cut: (server, params) => onOpenExchange(server, params, (exchange) => exchange.cut()),
  reset: (server, params) => onOpenExchange(server, params, (exchange) => exchange.reset()),

  reserve: (server, params) => server.reserve(params.get('key')!),
  listen: (server, params) => server.listen(params.get('key')!),
}

async function onOpenExchange(
  server: Controlled,
  params: URLSearchParams,
  act: (exchange: NonNullable<Awaited<ReturnType<Ledger['openExchange']>>>) => unknown,
): Promise<{ inTime: boolean }> {
  const exchange = await server.ledger(params.get('key')!).openExchange(MAX_WAIT)
  if (exchange) await act(exchange)
  return { inTime: exchange !== undefined }
}

/** The answer to a request under `/control/`; `undefined` if there is no such endpoint. */
export async function control(
  server: Controlled,
  request: IncomingMessage,
  body: Buffer,
): Promise<string | undefined> {
  const { pathname, searchParams } = new URL(request.url!, 'http://localhost')
  const name = pathname.slice('/control/'.length)
  if (!Object.hasOwn(endpoints, name)) return undefined
  return JSON.stringify((await endpoints[name]!(server, searchParams, body)) ?? null)
}
