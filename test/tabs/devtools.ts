// A browser whose tabs are shown and hidden as a user's are: Playwright keeps all of its pages shown.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { chromiumArgs, findChromium } from '../setup/chromium.ts'

interface Reply {
  id?: number
  result?: unknown
  error?: { message: string }
}

/** Chromium, driven by its own protocol. */
export class DevTools {
  readonly #process: ChildProcess
  readonly #profile: string
  readonly #socket: WebSocket
  readonly #waiting = new Map<number, (reply: Reply) => void>()
  #last = 0

  private constructor(process: ChildProcess, profile: string, socket: WebSocket) {
    this.#process = process
    this.#profile = profile
    this.#socket = socket
    socket.addEventListener('message', ({ data }) => {
      const reply = JSON.parse(String(data)) as Reply
      this.#waiting.get(reply.id ?? 0)?.(reply)
    })
  }

  static async start(): Promise<DevTools> {
    const profile = mkdtempSync(join(tmpdir(), 'millrace-'))
    const args = ['--headless', '--remote-debugging-port=0', `--user-data-dir=${profile}`]
    const process = spawn(findChromium()!, [...args, ...chromiumArgs, 'about:blank'], {
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    for await (const line of createInterface(process.stderr)) {
      const [, url] = /^DevTools listening on (.*)/.exec(line) ?? []
      if (url === undefined) continue
      const socket = new WebSocket(url)
      await once(socket, 'open')
      process.stderr.resume()
      return new DevTools(process, profile, socket)
    }
    throw new Error('Chromium did not start')
  }

  /** A tab, which is shown now, once its page is there. */
  async tab(url: string): Promise<DevToolsTab> {
    const { targetId } = await this.send<{ targetId: string }>('Target.createTarget', { url })
    const target = { targetId, flatten: true }
    const { sessionId } = await this.send<{ sessionId: string }>('Target.attachToTarget', target)
    const tab = new DevToolsTab(this, targetId, sessionId)
    while (!(await tab.evaluate(() => 'tab' in globalThis, undefined)));
    return tab
  }

  async send<Result>(method: string, params: object = {}, sessionId?: string): Promise<Result> {
    const id = ++this.#last
    const reply = await new Promise<Reply>((resolve) => {
      this.#waiting.set(id, resolve)
      this.#socket.send(JSON.stringify({ id, method, params, sessionId }))
    })
    this.#waiting.delete(id)
    if (reply.error) throw new Error(`${method}: ${reply.error.message}`)
    return reply.result as Result
  }

  async close(): Promise<void> {
    const exit = once(this.#process, 'exit')
    this.#process.kill()
    await exit
    rmSync(this.#profile, { recursive: true, force: true, maxRetries: 5 })
  }
}

export class DevToolsTab {
  readonly devtools: DevTools
  readonly #targetId: string
  readonly #sessionId: string

  constructor(devtools: DevTools, targetId: string, sessionId: string) {
    this.devtools = devtools
    this.#targetId = targetId
    this.#sessionId = sessionId
  }

  send<Result>(method: string, params: object = {}): Promise<Result> {
    return this.devtools.send(method, params, this.#sessionId)
  }

  /** What a function gives in the page. */
  async evaluate<Value, Argument>(
    run: (argument: Argument) => Value | Promise<Value>,
    argument: Argument,
  ): Promise<Value> {
    const { result } = await this.send<{ result: { value: Value } }>('Runtime.evaluate', {
      expression: `(${String(run)})(${JSON.stringify(argument)})`,
      returnByValue: true,
      awaitPromise: true,
    })
    return result.value
  }

  /** Shows it, and hides the one that was shown. */
  async show(): Promise<void> {
    await this.devtools.send('Target.activateTarget', { targetId: this.#targetId })
  }

  async freeze(isFrozen: boolean): Promise<void> {
    await this.send('Page.setWebLifecycleState', { state: isFrozen ? 'frozen' : 'active' })
  }
}
