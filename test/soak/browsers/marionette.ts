import { connect, type Socket } from 'node:net'
import { setTimeout as passed } from 'node:timers/promises'

/** Firefox's own protocol, for what only its own code can see: what about:memory shows. */
export class Marionette {
  readonly #socket: Socket
  readonly #waiting = new Map<number, (reply: [error: unknown, result: unknown]) => void>()
  #last = 0
  #received = Buffer.alloc(0)

  private constructor(socket: Socket) {
    this.#socket = socket
    socket.on('data', (chunk: Buffer) => {
      this.#received = Buffer.concat([this.#received, chunk])
      this.#read()
    })
    socket.on('error', () => {})
  }

  /** Connects to a Firefox that may still be starting, as its own code. */
  static async connect(port: number): Promise<Marionette> {
    for (;;) {
      const socket = connect(port, '127.0.0.1')
      const isOpen = await new Promise<boolean>((resolve) => {
        socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
      })
      if (isOpen) {
        const marionette = new Marionette(socket)
        await marionette.send('WebDriver:NewSession', {})
        await marionette.send('Marionette:SetContext', { value: 'chrome' })
        return marionette
      }
      await passed(100)
    }
  }

  /** What a function's text gives to `arguments[0]`, which it calls. */
  async run<Value>(script: string): Promise<Value> {
    const { value } = await this.send<{ value: Value }>('WebDriver:ExecuteAsyncScript', {
      script,
      args: [],
    })
    return value
  }

  async send<Result>(command: string, parameters: object): Promise<Result> {
    const id = ++this.#last
    const text = JSON.stringify([0, id, command, parameters])
    const [error, result] = await new Promise<[unknown, unknown]>((resolve) => {
      this.#waiting.set(id, resolve)
      this.#socket.write(`${Buffer.byteLength(text)}:${text}`)
    })
    if (error) throw new Error(`${command}: ${JSON.stringify(error)}`)
    return result as Result
  }

  close(): void {
    this.#socket.destroy()
  }

  /** Each packet has its length before it; the first one is a greeting. */
  #read(): void {
    for (;;) {
      const colon = this.#received.indexOf(':')
      const end = colon + 1 + Number(this.#received.subarray(0, colon))
      if (colon < 0 || this.#received.length < end) return
      const packet: unknown = JSON.parse(this.#received.toString('utf8', colon + 1, end))
      this.#received = this.#received.subarray(end)
      if (!Array.isArray(packet)) continue
      const [, id, error, result] = packet as [number, number, unknown, unknown]
      this.#waiting.get(id)?.([error, result])
      this.#waiting.delete(id)
    }
  }
}
