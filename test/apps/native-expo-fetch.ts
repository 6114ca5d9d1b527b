import { EventEmitter } from 'node:events'
import { type ClientRequest, type IncomingMessage, request as httpRequest } from 'node:http'

/** The native module of `expo/fetch`, so much of it as reads a stream, over `node:http`. */
export const ExpoFetchModule: object = {
  NativeResponse: class {
    readonly #events = new EventEmitter()
    message: IncomingMessage | undefined

    addListener(type: string, listener: (...args: unknown[]) => void) {
      this.#events.on(type, listener)
      return { remove: () => this.#events.off(type, listener) }
    }

    removeAllListeners(type: string) {
      this.#events.removeAllListeners(type)
    }

    get status() {
      return this.message!.statusCode
    }

    get url() {
      return (this.message as unknown as { from: string }).from
    }

    get redirected() {
      return false
    }

    get _rawHeaders() {
      return Object.entries(this.message!.headers).map(([name, value]) => [name, String(value)])
    }

    startStreaming() {
      this.message!.on('data', (bytes: Buffer) =>
        this.#events.emit('didReceiveResponseData', new Uint8Array(bytes)),
      )
      this.message!.on('end', () => this.#events.emit('didComplete'))
      this.message!.on('error', ({ message }) => this.#events.emit('didFailWithError', message))
      return Promise.resolve(null)
    }

    cancelStreaming() {
      this.message!.destroy()
    }
  },

  NativeRequest: class {
    readonly #response: { message: IncomingMessage | undefined }
    #request: ClientRequest | undefined

    constructor(response: { message: IncomingMessage | undefined }) {
      this.#response = response
    }

    start(url: string, init: { method: string; headers: [string, string][] }, body: unknown) {
      return new Promise<void>((resolve, reject) => {
        const headers = Object.fromEntries(init.headers)
        this.#request = httpRequest(url, { method: init.method, headers, agent: false })
        this.#request.on('error', reject)
        this.#request.on('response', (message) => {
          this.#response.message = Object.assign(message, { from: url })
          resolve()
        })
        this.#request.end(body)
      })
    }

    cancel() {
      this.#request?.destroy()
    }
  },
}
