import { formatComment } from '../format/comment.ts'
import { formatEvent, type OutgoingEvent } from '../format/event.ts'
import { cut } from './cut.ts'

/** A request that the client has sent. */
export interface TestRequest {
  readonly url: string
  readonly method: string
  /** The names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: unknown
  /** The last event ID string in the header `Last-Event-ID`; `''` if there is none. */
  readonly lastEventId: string
  /** Whether the client still has the connection: it was neither ended nor refused, and the client has not given it up. */
  readonly isOpen: boolean
}

/** What a server does on a connection. Each does so after what was asked for before it. */
export interface TestServer {
  /**
   * Sends an event, or its data; data that is no text as JSON. Resolves when the client has dealt with it, and asks for
   * more or is gone.
   */
  send(event: OutgoingEvent | string): Promise<void>
  /** Sends bytes as they are, or text as UTF-8. Cut into so many chunks, or into chunks of these sizes and the rest. */
  sendBytes(
    bytes: Uint8Array | string,
    options?: { chunks?: number | readonly number[] },
  ): Promise<void>
  /** Sends a comment, as servers do for a heartbeat. */
  comment(text?: string): Promise<void>
  /** Ends the stream in good order. */
  end(): void
  /** Loses the connection; before there was a response: refuses it. */
  drop(): void
  /** Says nothing more; before there was a response: never answers. */
  stall(): void
  /** Answers: with an event stream (status 200, which any `send` does too), or with that status, and a body if there is one. */
  respond(status?: number, headers?: Record<string, string>, body?: string): void
}

type Step =
  | { chunk: Uint8Array; delivered(): void }
  | {
      chunk?: undefined
      delivered?: undefined
      take(controller: ReadableStreamDefaultController<Uint8Array>): void
    }

/** One request, and what the server makes of it. */
export class TestConnection implements TestServer {
  readonly request: TestRequest
  readonly response: Promise<Response>

  readonly #answer: (response: Response) => void
  readonly #refuse: (error: unknown) => void
  #isAnswered = false
  /** Whether the server has more to say. */
  #isScripted = true
  #isClosed = false

  readonly #steps: Step[] = []
  #delivered: (() => void)[] = []
  #body: ReadableStreamDefaultController<Uint8Array> | undefined
  /** The client waits for the next chunk. */
  #isAsked = false

  constructor(request: Omit<TestRequest, 'isOpen'>, signal: AbortSignal | undefined) {
    const isOpen = () => !this.#isClosed
    this.request = Object.freeze({
      ...request,
      get isOpen() {
        return isOpen()
      },
    })
    let answer!: (response: Response) => void
    let refuse!: (error: unknown) => void
    this.response = new Promise((resolve, reject) => {
      answer = resolve
      refuse = reject
    })
    this.#answer = answer
    this.#refuse = refuse
    const onAbort = () => this.#abort(signal!.reason)
    if (signal?.aborted) onAbort()
    else signal?.addEventListener('abort', onAbort, { once: true })
  }

  /** Whether nothing more can happen on it: what the server does next, it does on the next connection. */
  get isOver(): boolean {
    return !this.#isScripted
  }

  send(event: OutgoingEvent | string): Promise<void> {
    return this.sendBytes(formatEvent(event))
  }

  comment(text = ''): Promise<void> {
    return this.sendBytes(formatComment(text))
  }

  async sendBytes(
    bytes: Uint8Array | string,
    { chunks = 1 }: { chunks?: number | readonly number[] } = {},
  ): Promise<void> {
    const pieces = cut(bytes, chunks)
    if (!this.#isAnswered) this.respond()
    await Promise.all(
      pieces.map(
        (chunk) => new Promise<void>((delivered) => this.#plan('send to', { chunk, delivered })),
      ),
    )
  }

  end(): void {
    if (!this.#isAnswered) this.respond()
    this.#plan('end', { take: (body) => this.#finish(() => body.close()) })
    this.#isScripted = false
  }

  drop(): void {
    if (this.#isAnswered) {
      const error = new TypeError('network error')
      this.#plan('drop', { take: (body) => this.#finish(() => body.error(error)) })
    } else {
      this.#assertScripted('drop')
      this.#finish(() => this.#refuse(new TypeError('Failed to fetch')))
    }
    this.#isScripted = false
  }

  stall(): void {
    this.#assertScripted('stall')
    this.#isScripted = false
  }

  respond(status = 200, headers: Record<string, string> = {}, body: string | null = null): void {
    this.#assertScripted('respond on')
    if (this.#isAnswered) throw new Error('There was a response on this connection already')
    this.#isAnswered = true
    const isStream = status === 200 && body === null
    const response = new Response(isStream ? this.#open() : body, {
      status,
      headers: isStream ? { 'content-type': 'text/event-stream', ...headers } : headers,
    })
    // As of a response that came over the network, which a constructed one is not.
    Object.defineProperty(response, 'url', { value: this.request.url })
    this.#answer(response)
    if (!isStream) this.#finish()
  }

  /** A stream that takes one step at a time, when it is read: nothing is lost if it breaks after that. */
  #open(): ReadableStream<Uint8Array> {
    return new ReadableStream<Uint8Array>(
      {
        start: (controller) => void (this.#body = controller),
        pull: () => {
          this.#isAsked = true
          for (const delivered of this.#delivered.splice(0)) delivered()
          this.#proceed()
        },
        cancel: () => this.#abort(undefined),
      },
      { highWaterMark: 0 },
    )
  }

  #plan(what: string, step: Step): void {
    if (this.#isClosed) {
      // As on a real connection: it goes nowhere.
      if (step.chunk) step.delivered()
      return
    }
    this.#assertScripted(what)
    this.#steps.push(step)
    this.#proceed()
  }

  #proceed(): void {
    const step = this.#isAsked ? this.#steps.shift() : undefined
    if (!step) return
    this.#isAsked = false
    if (!step.chunk) return step.take(this.#body!)
    this.#delivered.push(step.delivered)
    this.#body!.enqueue(step.chunk)
  }

  #assertScripted(what: string): void {
    // What a client gave up is no mistake of who plays the server.
    if (!this.#isScripted && !this.#isClosed)
      throw new Error(`There is nothing to ${what} any more: this connection has ended, or is to`)
  }

  #finish(how?: () => void): void {
    this.#isScripted = false
    this.#isClosed = true
    how?.()
  }

  #abort(reason: unknown): void {
    if (this.#isClosed) return
    this.#finish()
    this.#refuse(reason)
    this.#body?.error(reason)
    for (const { delivered } of this.#steps.splice(0)) delivered?.()
    for (const delivered of this.#delivered.splice(0)) delivered()
  }
}
