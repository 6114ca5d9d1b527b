import type { Socket } from 'node:net'
import { reset } from './listener.ts'

/** A client that was to leave has so long for it. */
const LEAVING_LIMIT = 60_000

/** One request and what is sent back, on a socket that may be used again. */
export class Exchange {
  /** Resolves when it is over, whoever ended it. */
  readonly over: Promise<void>
  isOver = false
  readonly #socket: Socket
  #end!: () => void

  constructor(socket: Socket) {
    this.#socket = socket
    this.over = new Promise((resolve) => {
      this.#end = () => {
        if (this.isOver) return
        this.isOver = true
        socket.off('close', this.#end)
        resolve()
      }
    })
    socket.once('close', this.#end)
    if (socket.destroyed) this.#end()
  }

  /** Resolves when the system has it, or it goes nowhere any more. */
  write(bytes: Buffer): Promise<void> {
    return new Promise((resolve) => {
      if (this.isOver || bytes.length === 0) resolve()
      else this.#socket.write(bytes, () => resolve())
    })
  }

  /** Writes it in so many packets, each in a turn of its own. */
  async writeInPackets(bytes: Buffer, size: number): Promise<void> {
    for (let start = 0; start < bytes.length && !this.isOver; start += size) {
      await this.write(bytes.subarray(start, start + size))
      await new Promise(setImmediate)
    }
  }

  /** All is said; the socket may be used again. */
  finish(): void {
    this.#end()
  }

  /** Closes the socket in good order. */
  fin(): void {
    this.#socket.end()
    this.#end()
  }

  reset(): void {
    reset(this.#socket)
    this.#end()
  }

  /** Says nothing more; resolves when the client has left, with whether it did in time. */
  async left(): Promise<boolean> {
    let timer: NodeJS.Timeout | undefined
    const tooLate = new Promise<false>((resolve) => {
      timer = setTimeout(() => resolve(false), LEAVING_LIMIT)
    })
    const isLeft = await Promise.race([this.over.then(() => true), tooLate])
    clearTimeout(timer)
    if (!isLeft) this.reset()
    return isLeft
  }
}
