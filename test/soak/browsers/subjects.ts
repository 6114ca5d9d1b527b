import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { engines } from '../../runtimes/browsers.ts'
import { type Child, start } from '../../runtimes/child.ts'
import { chromiumArgs, findChromium } from '../../setup/chromium.ts'
import { Marionette } from './marionette.ts'
import { freePort } from '../../setup/free-port.ts'

/** An engine with a page in it, and how large the page's heap is. */
export interface Subject {
  /** Which processes of ours are the engine's, and which of them runs the page. */
  processes: RegExp
  renderer: RegExp
  /** What of the heap is reachable, in bytes; `undefined`: not known now. */
  heap(): Promise<number | undefined>
  /** What else grows when something leaks. */
  counters?(): Promise<Record<string, number>>
  close(): Promise<void>
}

/** What opens a page. */
export const subjects: Record<string, (url: string) => Promise<Subject>> = {
  chromium: openChromium,
  firefox: openFirefox,
  webkit: openWebKit,
}

function profile(): { folder: string; forget(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-'))
  return { folder, forget: () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }) }
}

function commandOf(name: string, url: string, folder: string): [string, ...string[]] {
  return engines.find((engine) => engine.name === name)!.open(url, folder)
}

function startIn(folder: string, command: [string, ...string[]], env: object = {}): Child {
  return start(command, { env: { HOME: folder, TMPDIR: folder, ...env } })
}

/** By its own protocol: a collection, then a snapshot of the heap. */
async function openChromium(url: string): Promise<Subject> {
  const { folder, forget } = profile()
  const port = await freePort()
  const args = ['--headless', ...chromiumArgs, `--user-data-dir=${folder}`]
  const child = startIn(folder, [findChromium()!, ...args, `--remote-debugging-port=${port}`, url])
  const devTools = await DevTools.connect(port, url)
  let sizes = { objects: 0, code: 0, native: 0 }
  return {
    processes: /chrom/,
    renderer: /--type=renderer/,
    async heap() {
      await devTools.send('HeapProfiler.collectGarbage')
      sizes = sizesIn(await devTools.snapshot())
      return sizes.objects
    },
    counters: async () => ({
      ...(await devTools.send<Record<string, number>>('Memory.getDOMCounters')),
      ...sizes,
    }),
    async close() {
      devTools.close()
      await child.stop()
      forget()
    },
  }
}

/** As far as it is read here. */
interface Snapshot {
  snapshot: { meta: { node_fields: string[]; node_types: [string[], ...unknown[]] } }
  nodes: number[]
}

/**
 * The bytes of a snapshot, of three sorts, the first of which is the page's doing. V8 makes machine code of one function after
 * another, for half an hour and more; and what is native are the console's messages about refused requests too, up to a
 * thousand of them.
 */
function sizesIn({ snapshot, nodes }: Snapshot): {
  objects: number
  code: number
  native: number
} {
  const { node_fields: fields, node_types: types } = snapshot.meta
  const [type, size] = [fields.indexOf('type'), fields.indexOf('self_size')]
  const sizes = { objects: 0, code: 0, native: 0 }
  for (let node = 0; node < nodes.length; node += fields.length) {
    const name = types[0][nodes[node + type]!]
    sizes[name === 'code' || name === 'native' ? name : 'objects'] += nodes[node + size]!
  }
  return sizes
}

/** One page's end of Chromium's protocol. */
class DevTools {
  readonly #socket: WebSocket
  readonly #waiting = new Map<number, (reply: { result?: unknown; error?: unknown }) => void>()
  #chunks: string[] = []
  #last = 0

  private constructor(socket: WebSocket) {
    this.#socket = socket
    socket.addEventListener('message', ({ data }) => {
      const message = JSON.parse(String(data)) as {
        id: number
        result?: unknown
        error?: unknown
        params?: { chunk?: string }
      }
      if (message.params?.chunk !== undefined) this.#chunks.push(message.params.chunk)
      this.#waiting.get(message.id)?.(message)
      this.#waiting.delete(message.id)
    })
  }

  static async connect(port: number, url: string): Promise<DevTools> {
    for (;;) {
      const response = await fetch(`http://127.0.0.1:${port}/json/list`).catch(() => undefined)
      const targets = ((await response?.json()) ?? []) as {
        url: string
        webSocketDebuggerUrl: string
      }[]
      const target = targets.find((target) => target.url === url)
      if (!target) continue
      const socket = new WebSocket(target.webSocketDebuggerUrl)
      await new Promise((resolve) => socket.addEventListener('open', resolve))
      return new DevTools(socket)
    }
  }

  async send<Result>(method: string): Promise<Result> {
    const id = ++this.#last
    const { result, error } = await new Promise<{ result?: unknown; error?: unknown }>(
      (resolve) => {
        this.#waiting.set(id, resolve)
        this.#socket.send(JSON.stringify({ id, method }))
      },
    )
    if (error) throw new Error(`${method}: ${JSON.stringify(error)}`)
    return result as Result
  }

  /** The heap's; it comes in pieces before the answer. */
  async snapshot(): Promise<Snapshot> {
    this.#chunks = []
    await this.send('HeapProfiler.takeHeapSnapshot')
    const snapshot = JSON.parse(this.#chunks.join('')) as Snapshot
    this.#chunks = []
    return snapshot
  }

  close(): void {
    this.#socket.close()
  }
}

/** All that about:memory has under the page's window, in whichever process it is, once it has been minimized. */
const windowObjects = `
  const done = arguments[arguments.length - 1]
  for (let count = 0; count < 3; count++) Services.obs.notifyObservers(null, 'child-mmu-request')
  setTimeout(() => {
    let bytes = 0
    Cc['@mozilla.org/memory-reporter-manager;1']
      .getService(Ci.nsIMemoryReporterManager)
      .getReports(
        (process, path, kind, units, amount) => {
          if (path.startsWith('explicit/window-objects/top(http')) bytes += amount
        },
        null,
        () => done(bytes),
        null,
        false,
      )
  }, 2000)`

/** By its own protocol: what about:memory shows. */
async function openFirefox(url: string): Promise<Subject> {
  const { folder, forget } = profile()
  const port = await freePort()
  const command = commandOf('Firefox', url, folder)
  appendFileSync(join(folder, 'user.js'), `user_pref('marionette.port', ${port});\n`)
  const child = startIn(folder, [...command, '--marionette', '--remote-allow-system-access'])
  const marionette = await Marionette.connect(port)
  return {
    processes: /firefox/,
    renderer: /-contentproc.* tab$/,
    heap: () => marionette.run<number>(windowObjects),
    async close() {
      marionette.close()
      await child.stop()
      forget()
    },
  }
}

/** It has no protocol that tells; but its JavaScript engine logs each collection when it is asked to, of which there are several in a minute. */
async function openWebKit(url: string): Promise<Subject> {
  const { folder, forget } = profile()
  const log = join(folder, 'collections')
  const env = {
    WEBKIT_DISABLE_COMPOSITING_MODE: '1',
    JSC_logGC: '1',
    // Each collection is of all, and nothing is allocated meanwhile.
    JSC_useGenerationalGC: '0',
    JSC_useConcurrentGC: '0',
  }
  const command = commandOf('WebKitGTK', url, folder)
  const child = startIn(folder, ['sh', '-c', 'exec "$@" 2>"$0"', log, ...command], env)
  let read = 0
  return {
    processes: /WebKit|MiniBrowser|Xvfb|xvfb|dbus/,
    renderer: /WebKitWebProcess/,
    async heap() {
      const text = readFileSync(log, 'utf8')
      // What the last round of each collection has visited: all that is reachable.
      const sizes = [...text.slice(read).matchAll(/.* v=(\d+)kb.* => \d+kb/g)]
        .map(([, size]) => Number(size) * 1024)
        .toSorted((a, b) => a - b)
      read = text.length
      return sizes[Math.floor(sizes.length / 2)]
    },
    async close() {
      await child.stop()
      forget()
    },
  }
}
