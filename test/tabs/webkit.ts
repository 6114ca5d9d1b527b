import { existsSync } from 'node:fs'
import { miniBrowser } from '../runtimes/browsers.ts'
import { type Child, start } from '../runtimes/child.ts'
import { hasCommand } from '../runtimes/runtime.ts'
import type { Engine, EngineBrowser, EnginePage } from './engine.ts'
import { freePort } from '../setup/free-port.ts'

/** By WebDriver, of which it takes little: the package for it, `webdriver`, brings the drivers of all other browsers. */
export const webkit: Engine = {
  name: 'WebKitGTK',
  get: 'apt-get install webkit2gtk-driver libwebkit2gtk-4.1-0 xvfb xauth dbus',
  isInstalled: () =>
    existsSync(miniBrowser) &&
    ['WebKitWebDriver', 'xvfb-run', 'dbus-run-session'].every(hasCommand),
  keepsPages: true,
  start: () => WebKit.start(),
}

class WebKit implements EngineBrowser {
  readonly #driver: Child
  readonly #origin: string
  #session = ''
  #firstWindow = ''
  /** Commands go to one window, so that they have to wait for each other. */
  #last: Promise<unknown> = Promise.resolve()

  private constructor(driver: Child, port: number) {
    this.#driver = driver
    this.#origin = `http://127.0.0.1:${port}`
  }

  static async start(): Promise<WebKit> {
    const port = await freePort()
    const command = ['xvfb-run', '-a', 'dbus-run-session', '--', 'WebKitWebDriver'] as const
    const env = { WEBKIT_DISABLE_COMPOSITING_MODE: '1' }
    const driver = start([...command, `--port=${port}`], { env })
    const webkit = new WebKit(driver, port)
    try {
      const over = driver.over.then((how) => Promise.reject(new Error(how)))
      await Promise.race([webkit.#begin(), over])
    } catch (error) {
      await driver.stop()
      throw error
    }
    return webkit
  }

  async newPage(): Promise<EnginePage> {
    const { handle } = await this.inTurn(async () => {
      // It has to be at some window that is there.
      await this.send('POST', '/window', { handle: this.#firstWindow })
      return this.send<{ handle: string }>('POST', '/window/new', { type: 'tab' })
    })
    return new WebKitPage(this, handle)
  }

  async close(): Promise<void> {
    await this.send('DELETE', '').catch(() => {})
    await this.#driver.stop()
  }

  /** Does something once all before it is done. */
  inTurn<Result>(act: () => Promise<Result>): Promise<Result> {
    const result = this.#last.then(act)
    this.#last = result.catch(() => {})
    return result
  }

  async send<Value>(method: string, path: string, body?: object): Promise<Value> {
    const response = await fetch(this.#origin + this.#session + path, {
      method,
      // A bound for what hangs.
      signal: AbortSignal.timeout(30_000),
      ...(body && { body: JSON.stringify(body) }),
    })
    const { value } = (await response.json()) as { value: Value }
    if (!response.ok) throw new Error(`${path}: ${JSON.stringify(value)}`)
    return value
  }

  async #begin(): Promise<void> {
    while (!(await this.send('GET', '/status').catch(() => undefined)));
    const options = { binary: miniBrowser, args: ['--automation'] }
    const capabilities = { alwaysMatch: { 'webkitgtk:browserOptions': options } }
    const { sessionId } = await this.send<{ sessionId: string }>('POST', '/session', {
      capabilities,
    })
    this.#session = `/session/${sessionId}`
    this.#firstWindow = await this.send('GET', '/window')
  }
}

class WebKitPage implements EnginePage {
  readonly #webkit: WebKit
  readonly #handle: string

  constructor(webkit: WebKit, handle: string) {
    this.#webkit = webkit
    this.#handle = handle
  }

  async evaluate<Value, Argument>(
    run: (argument: Argument) => Value | Promise<Value>,
    argument: Argument,
  ): Promise<Value> {
    const script = `const done = arguments[1]
      Promise.resolve(arguments[0]).then(${String(run)}).then(
        (value) => done({ value }), (error) => done({ error: String(error) }))`
    const args = [argument ?? null]
    const { value, error } = await this.#do<{ value: Value; error?: string }>('/execute/async', {
      script,
      args,
    })
    if (error !== undefined) throw new Error(error)
    return value
  }

  goto(url: string): Promise<unknown> {
    return this.#do('/url', { url })
  }

  reload(): Promise<unknown> {
    return this.#do('/refresh', {})
  }

  goBack(): Promise<unknown> {
    return this.#do('/back', {})
  }

  close(): Promise<unknown> {
    return this.#webkit.inTurn(async () => {
      await this.#webkit.send('POST', '/window', { handle: this.#handle })
      await this.#webkit.send('DELETE', '/window')
    })
  }

  #do<Value>(path: string, body: object): Promise<Value> {
    return this.#webkit.inTurn(async () => {
      await this.#webkit.send('POST', '/window', { handle: this.#handle })
      return this.#webkit.send<Value>('POST', path, body)
    })
  }
}
