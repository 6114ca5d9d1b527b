import type { Socket } from 'node:net'

/** A request, as far as this server needs it. */
export interface Request {
  method: string
  url: URL
  headers: ReadonlyMap<string, string>
}

const MAX_HEAD = 64 * 1024

/** Reads requests from a socket, one after the other; calls back with each once its body is there. */
export function readRequests(socket: Socket, onRequest: (request: Request) => void): void {
  let pending = Buffer.alloc(0)
  socket.on('data', (chunk: Buffer) => {
    pending = Buffer.concat([pending, chunk])
    for (;;) {
      const end = pending.indexOf('\r\n\r\n')
      if (end < 0) {
        if (pending.length > MAX_HEAD) socket.destroy()
        return
      }
      const [first = '', ...lines] = pending.toString('latin1', 0, end).split('\r\n')
      const headers = new Map(lines.map(pairOf))
      const length = lengthOfBody(pending.subarray(end + 4), headers)
      if (length === undefined) return
      pending = pending.subarray(end + 4 + length)
      const [method = '', path = '/'] = first.split(' ')
      onRequest({ method, url: new URL(path, 'http://127.0.0.1'), headers })
    }
  })
}

function pairOf(line: string): [string, string] {
  const colon = line.indexOf(':')
  return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()]
}

/** How many bytes of what came belong to the body; `undefined`: it is not all there. */
function lengthOfBody(rest: Buffer, headers: Map<string, string>): number | undefined {
  if (headers.get('transfer-encoding') === 'chunked') {
    // A client's body is one of a few words, and no chunk of it looks like the last.
    const end = rest.indexOf('0\r\n\r\n')
    return end < 0 ? undefined : end + 5
  }
  const length = Number(headers.get('content-length') ?? 0)
  return rest.length < length ? undefined : length
}
