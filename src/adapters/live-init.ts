import { readOptions } from '../session/options.ts'
import type { SessionInit } from '../session/init.ts'
import { dataParser } from '../stream/parse-data.ts'
import type { ServerSentEvent } from '../stream/event.ts'
import type { Reduction, SubscriptionURL, UseEventSourceInit } from './init.ts'

export type Init = UseEventSourceInit & Partial<Reduction<unknown, unknown>>

/** What makes a subscription another one, in one string. */
export function identityOf(url: SubscriptionURL, { method = 'GET', key }: Init): string {
  return JSON.stringify([url || null, method, key])
}

/** The options of a source, checked; each function in them calls that of the latest ones. */
export function liveInit(init: Init, latest: () => Init): SessionInit {
  const { events: _, onEvent: _1, reduce: _2, initial: _3, ...rest } = init
  const { source: _4, key: _5, replay: _6, ...given } = rest
  const options = Object.entries(given).map(([name, value]: [string, unknown]) => {
    if (typeof value !== 'function' || name === 'parse') return [name, value]
    const call = (...args: unknown[]): unknown => {
      const now = (latest() as Record<string, unknown>)[name]
      return (typeof now === 'function' ? now : value)(...args)
    }
    return [name, call]
  })
  const live: SessionInit = Object.fromEntries(options)
  readOptions(live)
  return {
    ...live,
    // These may be missing now, and there later.
    reconnect: live.reconnect !== false && {
      ...live.reconnect,
      decide: (error, attempt) => (latest().reconnect || {}).decide?.(error, attempt),
    },
    onComment: (text) => latest().onComment?.(text),
    // The store hears of what is invalid, and knows whom to tell.
    onInvalid: undefined,
    parse: (data, type) => {
      const { events, parse } = latest()
      const event = { type, data } as ServerSentEvent<unknown>
      const error = events?.includes(type) !== false && dataParser(parse)?.(event)
      if (error) throw error.cause
      return event.data
    },
  }
}
