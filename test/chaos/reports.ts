import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import type { Progress } from './client.ts'

/** So long without a report, the readers are taken for dead. */
const SILENCE_LIMIT = 300_000

/** Takes what the readers report, and serves the page that they may run in. */
export class Reports {
  /** The last report; rejects when none comes any more. */
  readonly done: Promise<Progress>
  latest: Progress | undefined
  readonly #server: Server
  readonly #fail: (error: Error) => void

  private constructor(pages: Record<string, string>) {
    const { promise, resolve, reject } = Promise.withResolvers<Progress>()
    this.done = promise
    this.#fail = reject
    const silence = setTimeout(() => this.giveUp('Nothing more was heard'), SILENCE_LIMIT)
    this.#server = createServer(async (request, response) => {
      response.setHeader('access-control-allow-origin', '*')
      if (request.method === 'POST') {
        silence.refresh()
        this.latest = JSON.parse(await text(request)) as Progress
        response.end()
        if (this.latest.isDone) resolve(this.latest)
        return
      }
      const page = pages[request.url!]
      const type = request.url === '/' ? 'text/html' : 'text/javascript'
      response.writeHead(page === undefined ? 404 : 200, {
        'content-type': `${type};charset=utf-8`,
      })
      response.end(page)
    })
    promise
      .catch(() => {})
      .finally(() => {
        clearTimeout(silence)
        this.#server.close()
        this.#server.closeIdleConnections()
      })
  }

  static async open(pages: Record<string, string> = {}): Promise<Reports> {
    const reports = new Reports(pages)
    await new Promise<void>((resolve) => reports.#server.listen(0, '127.0.0.1', resolve))
    return reports
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  /** Nothing more comes. */
  giveUp(why: string): void {
    this.#fail(new Error(`${why}; the last report: ${JSON.stringify(this.latest)}`))
  }
}
