import type { FetchLike } from '../../../src/index.ts'
import { type Answer, answerTo } from './answers.ts'
import type { Feed, Order } from './feed.ts'

type Body = ReadableStreamDefaultController<Uint8Array>

const encoder = new TextEncoder()

/** The same server without a network: a `fetch` that gives real responses with real streams, as a network's would end. */
export class StreamFeed implements Feed {
  readonly origin = 'http://localhost'
  #isUp = false
  readonly #open = new Set<Body>()
  #unanswered = 0
  #changed = () => {}

  readonly fetch: FetchLike = async (url, { headers, signal }) => {
    await nextTurn()
    signal.throwIfAborted()
    if (!this.#isUp) throw new TypeError('fetch failed', { cause: new Error('refused') })
    const answer = answerTo(url, headers)
    if (answer.ending === 'silence') return this.#neverAnswer(signal)
    const { status, headers: answered } = answer
    return new Response(this.#bodyOf(answer, signal), { status, headers: answered } as ResponseInit)
  }

  async tell(order: Order, count = 0): Promise<number> {
    switch (order) {
      case 'listen':
        this.#isUp = true
        break
      case 'down':
        this.#isUp = false
        for (const body of this.#open) body.error(new TypeError('terminated'))
        this.#open.clear()
        break
      case 'end':
        for (const body of this.#open) body.close()
        this.#open.clear()
        break
      case 'unanswered':
        while (this.#unanswered < count)
          await new Promise<void>((resolve) => (this.#changed = resolve))
        break
      default:
    }
    return this.#open.size + this.#unanswered
  }

  close(): void {
    this.#isUp = false
  }

  #neverAnswer(signal: AbortSignal): Promise<never> {
    this.#unanswered++
    this.#changed()
    return new Promise((_, reject) => {
      signal.addEventListener('abort', () => {
        this.#unanswered--
        reject(signal.reason as Error)
      })
    })
  }

  #bodyOf({ text, ending }: Answer, signal: AbortSignal): ReadableStream<Uint8Array> {
    return new ReadableStream({
      start: (body) => {
        body.enqueue(encoder.encode(text))
        if (ending === 'end') return body.close()
        if (ending === 'cut') {
          setImmediate(() => body.error(new TypeError('terminated')))
          return
        }
        this.#open.add(body)
        signal.addEventListener('abort', () => {
          // What has ended cannot fail.
          if (this.#open.delete(body)) body.error(signal.reason)
        })
      },
    })
  }
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
