import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { setTimeout as passed } from 'node:timers/promises'
import type { Errand, Told } from './page.ts'
import { familyOf, memoryOf } from './processes.ts'
import { SoakServer } from './soak-server.ts'
import { type Subject, subjects } from './subjects.ts'
import { bundleScript } from '../../setup/bundle-script.ts'

/** What is seen of an engine once a minute. */
export interface BrowserLook {
  minute: number
  events: number
  reconnections: number
  heap: number | undefined
  /** What the process of the page has of the machine's memory, in bytes. */
  memory: number
  /** What all processes of the engine have used of a core since they began, in seconds. */
  cpu: number
  counters: Record<string, number> | undefined
}

/** What came of an engine. */
export interface BrowserOutcome {
  told: Told
  counts: Record<string, number>
  looks: BrowserLook[]
  failures: string[]
}

/** Origins an engine reads from: a browser has six connections to each. */
const ORIGINS = 2
/** How many sources an origin has. */
const SOURCES = 4
const REDEPLOYED_EVERY = 60_000
const DOWN_FOR = 1500
/** How often the heap is looked at for one figure, and how far apart. */
const SAMPLES = 3
const SAMPLES_APART = 1000
/** So long a page may take to stop, and sockets to be gone. */
const CLOSING_LIMIT = 30_000

/** Has a page of an engine read for so many minutes of real time. */
export async function runBrowser(
  name: string,
  { minutes, seed }: { minutes: number; seed: number },
  tell: (look: BrowserLook) => void,
): Promise<BrowserOutcome> {
  const servers = Array.from({ length: ORIGINS }, (_, index) => new SoakServer(seed + index))
  for (const server of servers) await server.start()
  const page = await PageServer.open(servers.map(({ origin }) => origin))
  const failures: string[] = []
  const looks: BrowserLook[] = []
  const subject = await subjects[name]!(`${page.origin}/`)
  const begin = performance.now()
  const deploying = setInterval(() => {
    const server = servers[Math.round(performance.now() / REDEPLOYED_EVERY) % ORIGINS]!
    void server.redeploy(DOWN_FOR)
  }, REDEPLOYED_EVERY)
  try {
    for (let minute = 1; minute <= minutes; minute++) {
      await passed(begin + minute * 60_000 - performance.now())
      if (page.isSilent) throw new Error(`${name} is not heard of any more`)
      const look = await lookAt(subject, page, minute)
      looks.push(look)
      tell(look)
    }
    clearInterval(deploying)
    await passed(DOWN_FOR * 2)
    await page.stop()
    failures.push(...page.told.failures)
    const end = performance.now() + CLOSING_LIMIT
    const left = () => servers.reduce((sum, { sockets }) => sum + sockets, 0)
    while (left() > 0 && performance.now() < end) {
      for (const server of servers) server.closeIdle()
      await passed(50)
    }
    if (left() > 0) failures.push(`${left()} sockets are left at the server`)
  } catch (error) {
    failures.push(String(error), ...page.told.failures)
  } finally {
    clearInterval(deploying)
    await subject.close()
    page.close()
    for (const server of servers) await server.stop()
  }
  const counts: Record<string, number> = {}
  for (const server of servers)
    for (const [what, count] of Object.entries(server.counts))
      counts[what] = (counts[what] ?? 0) + count
  return { told: page.told, counts, looks, failures }
}

async function lookAt(subject: Subject, page: PageServer, minute: number): Promise<BrowserLook> {
  const family = familyOf(process.pid).filter(({ command }) => subject.processes.test(command))
  const [renderer] = family
    .filter(({ command }) => subject.renderer.test(command.trim()))
    .toSorted((a, b) => b.seconds - a.seconds)
  const sizes: number[] = []
  for (let count = 0; count < SAMPLES; count++) {
    const size = await subject.heap()
    if (size !== undefined) sizes.push(size)
    await passed(SAMPLES_APART)
  }
  // More or fewer connections are open at a time.
  const heap = sizes.toSorted((a, b) => a - b)[Math.floor(sizes.length / 2)]
  return {
    minute,
    events: page.told.events,
    reconnections: page.told.reconnections,
    heap,
    memory: renderer ? memoryOf(renderer) : 0,
    cpu: family.reduce((sum, { seconds }) => sum + seconds, 0),
    counters: await subject.counters?.(),
  }
}

/** So long without a report, the page is taken for dead. */
const SILENCE_LIMIT = 60_000

/** Serves the page, and takes what it reports. */
class PageServer {
  told: Told = {
    events: 0,
    reconnections: 0,
    left: 0,
    tokens: 0,
    woken: 0,
    failures: [],
    isDone: false,
  }
  readonly #server: Server
  #answer = ''
  #heardAt = performance.now()
  #onDone = () => {}

  private constructor(server: Server) {
    this.#server = server
  }

  static async open(origins: string[]): Promise<PageServer> {
    const server = createServer()
    const page = new PageServer(server)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const errand: Errand = { origins, sources: SOURCES, reports: `${page.origin}/reports` }
    const script = await scriptFor(errand)
    server.on('request', async (request, response) => {
      if (request.method === 'POST') {
        page.told = JSON.parse(await text(request)) as Told
        page.#heardAt = performance.now()
        response.end(page.#answer)
        if (page.told.isDone) page.#onDone()
      } else if (request.url === '/') {
        response.writeHead(200, { 'content-type': 'text/html;charset=utf-8' })
        response.end(
          '<!doctype html><title>soak</title><script type="module" src="/soak.js"></script>',
        )
      } else if (request.url === '/soak.js') {
        response.writeHead(200, { 'content-type': 'text/javascript;charset=utf-8' })
        response.end(script)
      } else response.writeHead(404).end()
    })
    return page
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  get isSilent(): boolean {
    return performance.now() - this.#heardAt > SILENCE_LIMIT
  }

  /** Has the page close all, and resolves when it has. */
  async stop(): Promise<void> {
    this.#answer = 'stop'
    const done = new Promise<void>((resolve) => (this.#onDone = resolve))
    const tooLate = new AbortController()
    await Promise.race([
      done,
      passed(CLOSING_LIMIT, undefined, { signal: tooLate.signal }).then(() => {
        throw new Error('The page did not stop')
      }),
    ])
    tooLate.abort()
  }

  close(): void {
    this.#server.close()
    this.#server.closeAllConnections()
  }
}

function scriptFor(errand: Errand): Promise<string> {
  const contents = `import { run } from './page.ts'; run(${JSON.stringify(errand)})`
  return bundleScript(contents, import.meta.dirname)
}
