import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http'
import { type Gzip, constants, createGzip } from 'node:zlib'
import type { Ledger, RecordedRequest } from './ledger.ts'

/** No exchange outlives this, whatever a client does. */
const MAX_LIFETIME = 30_000

/** So long without room for a byte counts as stalled. */
const STALLED_AFTER = 250

const connections = new WeakMap<object, number>()
let connectionCount = 0

/** One request and its response. */
export class Exchange {
  readonly record: RecordedRequest
  /** Whether the head is sent and nothing has ended it. */
  isOpen = false

  readonly #response: ServerResponse
  readonly #ledger: Ledger
  readonly #lifetime: NodeJS.Timeout
  #gzip: Gzip | undefined
  #endedByServer = false

  constructor(
    request: IncomingMessage,
    response: ServerResponse,
    listener: string,
    ledger: Ledger,
  ) {
    this.#response = response
    this.#ledger = ledger
    // A browser sends a request once more by itself when a socket that it uses again is reset.
    response.shouldKeepAlive = false
    if (!connections.has(request.socket)) connections.set(request.socket, ++connectionCount)
    this.record = {
      method: request.method!,
      url: request.url!,
      headers: pairs(request.rawHeaders),
      body: '',
      listener,
      connection: connections.get(request.socket)!,
      open: 0,
      arrivedAt: performance.now(),
      written: 0,
      isStalled: false,
    }
    this.#lifetime = setTimeout(() => this.reset(), MAX_LIFETIME)
    response.on('close', () => this.#close())
    response.on('error', () => {})
  }

  /** Begins the response; what is written then is sent at once. */
  head(
    status: number,
    headers: OutgoingHttpHeaders,
    isCompressed: boolean = headers['content-encoding'] === 'gzip',
  ): void {
    const response = this.#response
    response.writeHead(status, headers)
    response.flushHeaders()
    this.isOpen = true
    if (isCompressed) {
      this.#gzip = createGzip({ flush: constants.Z_SYNC_FLUSH })
      this.#gzip.pipe(response)
    }
    this.#ledger.changed()
  }

  /** The body then ends where the connection does, as in HTTP/1.0. */
  delimitByClose(): void {
    this.#response.removeHeader('transfer-encoding')
  }

  /** Resolves when the system has taken it all. */
  write(bytes: string | Uint8Array): Promise<void> {
    return new Promise((resolve) => {
      if (bytes.length === 0) return resolve()
      ;(this.#gzip ?? this.#response).write(bytes, (error) => {
        if (!error) this.record.written += bytes.length
        resolve()
      })
    })
  }

  /** Writes on and on, as fast as the client reads; the end comes after `total` bytes. */
  async flood(chunk: Uint8Array, total: number): Promise<void> {
    const { record } = this
    while (record.written < total && this.isOpen) {
      const stalled = setTimeout(() => {
        record.isStalled = true
        this.#ledger.changed()
      }, STALLED_AFTER)
      await this.write(chunk)
      clearTimeout(stalled)
      record.isStalled = false
    }
    this.end()
  }

  /** Ends the body as the protocol wants it. */
  end(): void {
    this.#endByServer(() => (this.#gzip ?? this.#response).end())
  }

  /** Announces a chunk, sends half of it, and closes the connection in good order. */
  fin(): void {
    this.#endByServer(() => this.#response.socket?.end(HALF_A_CHUNK))
  }

  /** The same, but the connection is reset. */
  cut(): void {
    this.#endByServer(() =>
      this.#response.socket?.write(HALF_A_CHUNK, () => this.#response.socket?.resetAndDestroy()),
    )
  }

  /** Resets the connection. */
  reset(): void {
    this.#endByServer(() => this.#response.socket?.resetAndDestroy())
  }

  #endByServer(end: () => void): void {
    this.#endedByServer = true
    this.isOpen = false
    end()
  }

  #close(): void {
    clearTimeout(this.#lifetime)
    this.isOpen = false
    this.record.ended = { by: this.#endedByServer ? 'server' : 'client', at: performance.now() }
    this.#ledger.leave(this)
  }
}

const HALF_A_CHUNK = '40\r\nid: half\ndata: half a chu'

function pairs(raw: string[]): [string, string][] {
  return raw.flatMap((name, index) => (index % 2 === 0 ? [[name, raw[index + 1]!]] : []))
}
