import type { OutgoingHttpHeaders } from 'node:http'
import type { Exchange } from './exchange.ts'

/** What a route knows of its request. */
export interface RouteContext {
  exchange: Exchange
  /** The query. */
  params: URLSearchParams
  /** What the query gives this request to send: `stream`, once for each. */
  stream: string
  /** Goes with every response: what lets a page of another origin read it. */
  cors: OutgoingHttpHeaders
  /** The same request at the server's other origin, or at this one. */
  redirectTarget: (to: string | null) => string
}

type Route = (context: RouteContext) => void | Promise<void>

/**
 * One behaviour each. `/reset,events` answers the first request of a key with `reset` and all later ones with `events`.
 * Those that send the stream first do so in one write.
 */
export const routes: Record<string, Route> = {
  /** Stays open, for `/control/write` to go on. */
  events: (context) => open(context),

  /** Ends in good order. */
  async end(context) {
    await open(context)
    context.exchange.end()
  },

  /** Ends in good order, by closing the connection, as a server of HTTP/1.0 does. */
  async 'close-delimited'(context) {
    context.exchange.delimitByClose()
    await open(context)
    context.exchange.end()
  },

  /** Resets the connection. */
  async reset(context) {
    await open(context)
    context.exchange.reset()
  },

  /** Half a chunk, in mid-event, and then a reset. */
  async cut(context) {
    await open(context)
    context.exchange.cut()
  },

  /** Half a chunk, in mid-event, and then the connection is closed in good order. */
  async fin(context) {
    await open(context)
    context.exchange.fin()
  },

  /** Resets the connection instead of answering. */
  'hang-up': ({ exchange }) => exchange.reset(),

  /** Never answers. */
  hang() {},

  /** A comment every 20 ms, and no event. */
  async heartbeats(context) {
    await open(context)
    while (context.exchange.isOpen) {
      await context.exchange.write(': heartbeat\n')
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  },

  /** Events of 1 KiB, 64 to a chunk, numbered: 32 MiB of them, or as many as the client reads. */
  flood(context) {
    context.exchange.head(200, { ...context.cors, 'content-type': 'text/event-stream' })
    const chunk = `data: ${'x'.repeat(1016)}\n\n`.repeat(64)
    return context.exchange.flood(Buffer.from(chunk), FLOOD_BYTES)
  },

  /** Compressed; every write can be decompressed as it comes. */
  gzip: (context) => open(context, { 'content-encoding': 'gzip' }),

  /** What says that it is compressed, and is not. */
  async 'broken-gzip'({ exchange, cors }) {
    const encoding = { 'content-type': 'text/event-stream', 'content-encoding': 'gzip' }
    exchange.head(200, { ...cors, ...encoding }, false)
    await exchange.write('data: this is no gzip\n\n')
    exchange.end()
  },

  /** An event stream with the content type of the query, or with none; and with its status, if it says one. */
  type: ({ exchange, params, stream, cors }) => {
    const type = params.get('type')
    exchange.head(Number(params.get('status') ?? 200), {
      ...cors,
      ...(type !== null && { 'content-type': type }),
    })
    return exchange.write(stream)
  },

  /** No page of another origin may read this. */
  'no-cors': (context) => open({ ...context, cors: {} }),

  /** Sets a cookie with an event stream. */
  cookie: (context) => open(context, { 'set-cookie': 'visit=first; Path=/; SameSite=Lax' }),
}

/** `status-503`: that status, with a body, which ends unless the query says `body=endless`. */
export async function status(
  code: number,
  { exchange, params, cors }: RouteContext,
): Promise<void> {
  const retryAfter = params.get('retryAfter')
  exchange.head(code, {
    ...cors,
    'content-type': 'application/json',
    ...(retryAfter !== null && { 'retry-after': retryAfter }),
  })
  if (code === 204) return exchange.end()
  await exchange.write(JSON.stringify({ reason: `status ${code}` }))
  if (params.get('body') !== 'endless') exchange.end()
}

/** `redirect-307`: to the rest of the path at this origin, or with `to=other` at the other one. */
export function redirect(
  code: number,
  { exchange, params, cors, redirectTarget }: RouteContext,
): void {
  exchange.head(code, { ...cors, location: redirectTarget(params.get('to')), 'content-length': 0 })
  exchange.end()
}

export function routeNamed(name: string): Route | undefined {
  const [, kind, code] = /^(status|redirect)-(\d{3})$/.exec(name) ?? []
  if (kind === 'status') return (context) => status(Number(code), context)
  if (kind === 'redirect') return (context) => redirect(Number(code), context)
  return Object.hasOwn(routes, name) ? routes[name] : undefined
}

const FLOOD_BYTES = 32 * 1024 * 1024

async function open(context: RouteContext, headers: OutgoingHttpHeaders = {}): Promise<void> {
  const { exchange, stream, cors } = context
  exchange.head(200, { ...cors, 'content-type': 'text/event-stream', ...headers })
  await exchange.write(stream)
}
