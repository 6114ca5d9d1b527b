import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'

/** A port that is not always listened on. */
export class Listener {
  readonly #server: Server
  readonly #sockets = new Set<Socket>()
  #port = 0
  #isGone = false

  private constructor(onSocket: (socket: Socket) => void) {
    this.#server = createServer({ noDelay: true }, (socket) => {
      this.#sockets.add(socket)
      socket.once('close', () => this.#sockets.delete(socket))
      // What becomes of a socket is told by its end.
      socket.on('error', () => {})
      onSocket(socket)
    })
  }

  static async open(onSocket: (socket: Socket) => void): Promise<Listener> {
    const listener = new Listener(onSocket)
    await listener.#listen()
    return listener
  }

  get origin(): string {
    return `http://127.0.0.1:${this.#port}`
  }

  get sockets(): number {
    return this.#sockets.size
  }

  /** Resets all that is open, and refuses what comes for so long. */
  async goAway(milliseconds: number): Promise<void> {
    if (this.#isGone) return
    this.#isGone = true
    await this.close()
    await new Promise((resolve) => setTimeout(resolve, milliseconds))
    await this.#listen()
    this.#isGone = false
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.close(() => resolve())
      for (const socket of this.#sockets) reset(socket)
    })
  }

  async #listen(): Promise<void> {
    const server = this.#server
    await new Promise<void>((resolve) => void server.listen(this.#port, '127.0.0.1', resolve))
    this.#port = (server.address() as AddressInfo).port
  }
}

/** Resets a socket. One that is being closed can only be destroyed: Node (24) would never be rid of it. */
export function reset(socket: Socket): void {
  if (socket.writableEnded) socket.destroy()
  else socket.resetAndDestroy()
}
