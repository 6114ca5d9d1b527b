import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import type { Child } from './child.ts'
import type { CaseResult, Report } from './report.ts'

/** So long without a result, the suite is taken for dead; longer than a case may take. */
const SILENCE_LIMIT = 45_000

/** And so long it may take in all places of a runtime; a browser takes two to three minutes. */
const RUN_LIMIT = 10 * 60_000

/** What a place has reported. */
export interface PlaceReport {
  results: CaseResult[]
  /** Why the suite did not come to its end. */
  failure?: string
}

/** Takes the reports of the suite from the places of one runtime, and serves it pages. */
export class Reception {
  /** Everything that came, once the suite is done in all places or nothing more comes. */
  readonly reports: Promise<Map<string, PlaceReport>>
  readonly #places: Map<string, Place>
  readonly #server: Server
  readonly #silence: NodeJS.Timeout
  readonly #tooLate: NodeJS.Timeout

  private constructor(places: string[], pages: (url: URL) => string | undefined) {
    this.#places = new Map(places.map((place) => [place, new Place()]))
    this.#silence = setTimeout(() => this.giveUp('Nothing more was heard'), SILENCE_LIMIT)
    this.#tooLate = setTimeout(() => this.giveUp('It is not done by now'), RUN_LIMIT)
    this.#server = createServer((request, response) => void this.#answer(request, response, pages))
    const reports = Array.from(
      this.#places,
      async ([name, { report }]) => [name, await report] as const,
    )
    this.reports = Promise.all(reports).then((entries) => new Map(entries))
  }

  /** `pages` gives HTML for `/` and scripts for all else. */
  static async open(
    places: string[],
    pages: (url: URL) => string | undefined = () => undefined,
  ): Promise<Reception> {
    const reception = new Reception(places, pages)
    await new Promise<void>((resolve) => reception.#server.listen(0, '127.0.0.1', resolve))
    return reception
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  /** Nothing more comes. */
  giveUp(failure: string): void {
    for (const place of this.#places.values()) place.finish(failure)
  }

  close(): void {
    clearTimeout(this.#silence)
    clearTimeout(this.#tooLate)
    this.#server.close()
    this.#server.closeAllConnections()
  }

  async #answer(
    request: IncomingMessage,
    response: ServerResponse,
    pages: (url: URL) => string | undefined,
  ): Promise<void> {
    const url = new URL(request.url!, this.origin)
    if (request.method === 'POST') {
      this.#silence.refresh()
      const report = JSON.parse(await text(request)) as Report
      const place = this.#places.get(report.place)
      if ('result' in report) place?.results.push(report.result)
      else place?.finish(report.error)
      response.end()
    } else if (url.pathname === '/finished') {
      await this.#places.get(url.searchParams.get('place')!)?.report
      response.end()
    } else {
      const page = pages(url)
      const type = url.pathname === '/' ? 'text/html' : 'text/javascript'
      response.writeHead(page === undefined ? 404 : 200, {
        'content-type': `${type};charset=utf-8`,
      })
      response.end(page)
    }
  }
}

class Place {
  readonly results: CaseResult[] = []
  readonly report: Promise<PlaceReport>
  #resolve!: (report: PlaceReport) => void

  constructor() {
    this.report = new Promise((resolve) => (this.#resolve = resolve))
  }

  finish(failure?: string): void {
    const last = this.results.at(-1)?.name ?? 'nothing at all'
    this.#resolve({
      results: this.results,
      ...(failure !== undefined && { failure: `${failure}, after ${last}` }),
    })
  }
}

/** What a process reports there, which is stopped then. Rejects with what it said, if it ends before. */
export async function reportsOf(
  child: Child,
  reception: Reception,
): Promise<Map<string, PlaceReport>> {
  void child.over.then((said) => reception.giveUp(said))
  try {
    return await reception.reports
  } finally {
    await child.stop()
    reception.close()
  }
}
