import { gzipSync } from 'node:zlib'
import type { Plan } from './faults.ts'

/** What every response says to a page of another origin. */
const cors = [
  'access-control-allow-origin: *',
  'access-control-expose-headers: retry-after',
  'cache-control: no-store',
]

/** A response without a stream. */
export function plainResponse(status: string, headers: string[] = [], body = ''): Buffer {
  const length = `content-length: ${Buffer.byteLength(body)}`
  return Buffer.from(
    `HTTP/1.1 ${status}\r\n${[...cors, ...headers, length].join('\r\n')}\r\n\r\n${body}`,
  )
}

/** The head of a response whose body never ends. */
export function endlessHead(status: string, headers: string[]): Buffer {
  return Buffer.from(`HTTP/1.1 ${status}\r\n${[...cors, ...headers].join('\r\n')}\r\n\r\n`)
}

/** The whole response with a stream, as it goes over the wire, and where its body begins. */
export function streamResponse(text: string, plan: Plan): { bytes: Buffer; head: number } {
  const { framing, isCompressed, fault, random } = plan
  const body = isCompressed ? gzipSync(text) : Buffer.from(text)
  const headers = [...cors, 'content-type: text/event-stream']
  if (isCompressed) headers.push('content-encoding: gzip')
  if (framing === 'chunked') headers.push('transfer-encoding: chunked')
  if (framing === 'length') headers.push(`content-length: ${body.length}`)
  if (framing === 'close') headers.push('connection: close')
  if (fault === 'garbageInHead') headers.splice(random(headers.length), 0, garbageLine(plan))
  const before = fault === 'garbageBeforeHead' ? garbage(plan) : ''
  const head = Buffer.from(`${before}HTTP/1.1 200 OK\r\n${headers.join('\r\n')}\r\n\r\n`, 'latin1')
  const framed = framing === 'chunked' ? chunked(body, plan) : body
  return { bytes: Buffer.concat([head, framed]), head: head.length }
}

/** In chunks of any size; broken ones have something else where a size belongs. */
function chunked(body: Buffer, { random, fault, packets }: Plan): Buffer {
  const parts: Buffer[] = []
  const sizes = 1 + Math.floor((2 * body.length) / packets)
  for (let start = 0; start < body.length;) {
    const chunk = body.subarray(start, (start += 1 + random(sizes)))
    parts.push(Buffer.from(`${chunk.length.toString(16)}\r\n`), chunk, Buffer.from('\r\n'))
  }
  if (fault === 'brokenChunks') {
    // Between two chunks, in place of a size.
    const wrong = ['zz\r\n', '-5\r\n', '\r\n\r\n', 'fffffffffffffffff\r\n', 'HTTP/1.1 200 OK\r\n']
    const at = 3 * random(1 + parts.length / 3)
    return Buffer.concat([...parts.slice(0, at), Buffer.from(wrong[random(wrong.length)]!)])
  }
  return Buffer.concat([...parts, Buffer.from('0\r\n\r\n')])
}

function garbage({ random }: Plan): string {
  const bytes = Array.from({ length: 1 + random(40) }, () => String.fromCharCode(random(256)))
  return `${bytes.join('')}\r\n`
}

function garbageLine({ random }: Plan): string {
  const lines = ['no colon at all', ': no name', 'a\0b: c', 'a b: c', 'HTTP/1.1 200 OK']
  return lines[random(lines.length)]!
}
