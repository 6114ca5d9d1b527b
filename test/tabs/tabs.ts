import { type Browser, type BrowserContext, chromium, type Page } from 'playwright'
import { afterAll, beforeAll, expect, onTestFinished } from 'vitest'
import type { ReconnectOptions } from '../../src/index.ts'
import type { SharedEventSourceInit } from '../../src/shared.ts'
import { chromiumArgs, findChromium } from '../setup/chromium.ts'
import { type Feed, FeedServer } from './feed-server.ts'
import type { EngineBrowser } from './engine.ts'
import type { Log, TabGlobals } from './page.ts'

declare global {
  /** In the page. */
  const tab: TabGlobals
}

/** Options that can be sent to a page. */
export type PlainInit = Pick<
  SharedEventSourceInit,
  'key' | 'replay' | 'lastEventId' | 'maxEventSize' | 'pauseWhenHidden' | 'method'
> & { headers?: Record<string, string>; reconnect?: Omit<ReconnectOptions, 'decide'> }

/** What a test opens tabs with. */
export interface Setting {
  server: FeedServer
  browser: Browser
}

/** A server and a browser for the tests of a file. */
export function useTabs(): Setting {
  const setting = {} as Setting
  beforeAll(async () => {
    setting.server = await FeedServer.start()
    setting.browser = await chromium.launch({
      executablePath: findChromium()!,
      args: chromiumArgs,
      // Playwright turns it off.
      ignoreDefaultArgs: ['--disable-back-forward-cache'],
    })
  })
  afterAll(async () => {
    await setting.browser.close()
    await setting.server.close()
  })
  return setting
}

/** Tabs of one context; those of another share nothing with them. */
export class Tabs<Context extends EngineBrowser = BrowserContext> {
  readonly context: Context
  readonly server: FeedServer

  constructor(context: Context, server: FeedServer) {
    this.context = context
    this.server = server
  }

  static async open({ browser, server }: Setting): Promise<Tabs> {
    const context = await browser.newContext()
    onTestFinished(() => context.close())
    return new Tabs(context, server)
  }

  /** An empty tab. */
  async blank(origin = this.server.origin): Promise<Tab<PageOf<Context>>> {
    const page = (await this.context.newPage()) as PageOf<Context>
    await page.goto(origin)
    return new Tab(page)
  }

  /** A tab with a source. */
  async tab(feed: Feed, init?: PlainInit): Promise<Tab<PageOf<Context>>> {
    const blank = await this.blank()
    await blank.open(feed, init)
    return blank
  }

  /** So many of them, opened one after the other; the first one leads. */
  async tabs(count: number, feed: Feed, init?: PlainInit): Promise<Tab<PageOf<Context>>[]> {
    const tabs: Tab<PageOf<Context>>[] = []
    while (tabs.length < count) {
      const next = await this.tab(feed, init)
      await next.isOpen()
      tabs.push(next)
    }
    return tabs
  }
}

type PageOf<Context extends EngineBrowser> = Awaited<ReturnType<Context['newPage']>>

/** Where functions can be run: a page of Playwright's, or one that is driven otherwise. */
export interface Evaluating {
  evaluate<Value, Argument>(
    run: (argument: Argument) => Value | Promise<Value>,
    argument: Argument,
  ): Promise<Value>
}

export class Tab<Where extends Evaluating = Page> {
  readonly page: Where

  constructor(page: Where) {
    this.page = page
  }

  /** Opens a source in it; returns its number. */
  open({ url }: Pick<Feed, 'url'>, init: PlainInit = {}): Promise<number> {
    return this.page.evaluate(([url, init]) => tab.open(url, init), [url, init] as const)
  }

  log(index = 0): Promise<Log> {
    return this.page.evaluate((index: number) => tab.logOf(index), index)
  }

  /** Calls a method of a source. */
  call(method: 'close' | 'reconnect', index = 0): Promise<void> {
    return this.page.evaluate(([method, index]) => tab.watched[index]!.source[method](), [
      method,
      index,
    ] as const)
  }

  async isOpen(index = 0): Promise<void> {
    await this.until((log) => log.readyState === 1 && log.opens.length > 0, index)
  }

  /** Its role in the connection, as last heard of. */
  async role(index = 0): Promise<string | undefined> {
    return (await this.log(index)).roles.at(-1)
  }

  async hasRole(role: string, index = 0): Promise<void> {
    await expect.poll(() => this.role(index), polling).toBe(role)
  }

  /** Once the source has seen that. */
  async until(holds: (log: Log) => boolean, index = 0): Promise<Log> {
    let log = await this.log(index)
    await expect
      .poll(
        async () => {
          log = await this.log(index)
          return holds(log)
        },
        { ...polling, message: String(holds) },
      )
      .toBe(true)
      .catch((error: unknown) => {
        throw new Error(`${holds}: ${JSON.stringify({ ...log, events: log.events.slice(-5) })}`, {
          cause: error,
        })
      })
    return log
  }

  /** Once it has the last event of the feed: all its events, from a number on. */
  async events({ last }: { last: number }, index = 0): Promise<number[]> {
    await expect.poll(async () => (await this.log(index)).events.at(-1), polling).toBe(last)
    return (await this.log(index)).events
  }
}

export const polling = { timeout: 30_000, interval: 20 }

/** All numbers from one to another. */
export function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index)
}
