import type { EventLog } from '../event-log.ts'
import type { Exchange } from './exchange.ts'
import type { Fault, Plan } from './faults.ts'
import { endlessHead, plainResponse, streamResponse } from './response-bytes.ts'
import type { Request } from './request-reader.ts'
import { endText, streamText } from './stream-text.ts'

/** What else may happen to a request. */
export interface Around {
  /** Another origin of the same server. */
  redirect: string
  /** Makes the port go away for a while. */
  goAway(): Promise<void>
}

/** A path that leads to itself. */
export const LOOP = '/loop'

/** Answers a request as was planned. Resolves with whether the client left in time, where it was to leave. */
export async function answer(
  request: Request,
  exchange: Exchange,
  log: EventLog,
  plan: Plan,
  around: Around,
): Promise<boolean> {
  const { fault, random } = plan
  switch (fault) {
    case 'hangUp':
      exchange.fin()
      return true
    case 'gone':
      await around.goAway()
      return true
    case 'transient':
      return refuse(exchange, random)
    case 'unauthorized':
      return say(exchange, plainResponse('401 Unauthorized'))
    case 'page':
      return say(exchange, plainResponse('200 OK', ['content-type: text/html'], '<h1>Sign in</h1>'))
    case 'redirect':
      return say(exchange, redirectTo(around.redirect + request.url.pathname + request.url.search))
    case 'redirectLoop':
      return say(exchange, redirectTo(LOOP))
    case 'endlessRefusal':
      return dawdle(exchange, random(2) === 0)
    default:
      return stream(request, exchange, log, plan)
  }
}

/** How far the client has come, by what it has sent. */
function placeIn(log: EventLog, { headers, url }: Request): number {
  const sent = url.searchParams.get('last-event-id')
  const header = Buffer.from(headers.get('last-event-id') ?? '', 'latin1').toString()
  return log.numberOf(sent ?? header)
}

export function redirectTo(location: string): Buffer {
  return plainResponse('307 Temporary Redirect', [`location: ${location}`])
}

async function stream(
  request: Request,
  exchange: Exchange,
  log: EventLog,
  plan: Plan,
): Promise<boolean> {
  const { fault, random, lineEnd, packets } = plan
  const from = placeIn(log, request)
  if (Number.isNaN(from)) throw new RangeError(`An ID that is not in the log: ${request.url.href}`)
  const end = request.url.searchParams.get('end') ?? ''
  if (from === log.length && end === '') return say(exchange, plainResponse204())
  let text = streamText(log, from, plan)
  if (end !== '' && from + plan.entries >= log.length) text += endText(end, lineEnd)
  // In the middle of a field of the last event.
  if (fault === 'endInEvent') text = `${text}id: 1${lineEnd}data: half an ev`
  const { bytes, head } = streamResponse(text, plan)
  const body = bytes.length - head
  const cuts: Partial<Record<Fault, () => number>> = {
    fin: () => random(bytes.length),
    rst: () => random(bytes.length),
    stall: () => random(bytes.length),
    drip: () => Math.min(bytes.length, head + random(600)),
    repeated: () => head + random(body + 1),
    truncatedGzip: () => head + random(body),
  }
  const until = cuts[fault]?.()
  const sent = until === undefined ? bytes : bytes.subarray(0, until)
  const size = fault === 'drip' ? 1 + random(16) : Math.ceil((sent.length + 1) / packets)
  await exchange.writeInPackets(sent, size)
  if (fault === 'stall') return exchange.left()
  if (fault === 'rst') exchange.reset()
  else if (until !== undefined || plan.framing === 'close' || fault === 'brokenChunks')
    exchange.fin()
  else exchange.finish()
  return true
}

async function say(exchange: Exchange, bytes: Buffer): Promise<boolean> {
  await exchange.write(bytes)
  exchange.finish()
  return true
}

const transient = [
  '408 Request Timeout',
  '429 Too Many Requests',
  '500 Internal Server Error',
  '502 Bad Gateway',
  '503 Service Unavailable',
  '504 Gateway Timeout',
]

function refuse(exchange: Exchange, random: Plan['random']): Promise<boolean> {
  const headers = [[], [], ['retry-after: 0'], ['retry-after: soon'], [`retry-after: ${past()}`]]
  // Waited for, but not often.
  if (random(40) === 0) headers.splice(0, 5, ['retry-after: 1'])
  const status = transient[random(transient.length)]!
  return say(exchange, plainResponse(status, headers[random(headers.length)], 'Not now'))
}

function past(): string {
  return new Date(Date.now() - 60_000).toUTCString()
}

/** Goes on refusing until the client leaves. */
async function dawdle(exchange: Exchange, isPage: boolean): Promise<boolean> {
  const head = isPage ? '200 OK' : '503 Service Unavailable'
  await exchange.write(endlessHead(head, ['content-type: text/plain', 'connection: close']))
  const more = setInterval(() => void exchange.write(Buffer.from('and so on\n')), 50)
  const isLeft = await exchange.left()
  clearInterval(more)
  return isLeft
}

function plainResponse204(): Buffer {
  return Buffer.from('HTTP/1.1 204 No Content\r\naccess-control-allow-origin: *\r\n\r\n')
}
