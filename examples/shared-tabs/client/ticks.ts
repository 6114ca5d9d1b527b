import { FetchEventSource } from 'millrace'
import { SharedEventSource, type SharedTraceRecord } from 'millrace/shared'
import { number, object } from 'valibot'

/** The data of the stream's events, by their type. */
const parse = { tick: object({ number: number(), connections: number(), opened: number() }) }

/** The ticks, over the one connection that all tabs share; `trace` tells what this tab is to it. */
export function openShared(trace: (record: SharedTraceRecord) => void) {
  return new SharedEventSource('/api/ticks', { parse, trace })
}

/** The ticks, over a connection of this tab's own: of which a browser opens six. */
export function openAlone() {
  return new FetchEventSource('/api/ticks', { parse })
}
