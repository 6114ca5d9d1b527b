// What runs in a tab: sources, and what is seen of them.
import { FetchEventSource } from '../../src/index.ts'
import { SharedEventSource, type SharedEventSourceInit } from '../../src/shared.ts'

/** What a source has seen; plain data, for the test to take. */
export interface Log {
  events: number[]
  /** Those that came as `message`. */
  messages: number[]
  opens: { resumedFrom: string; attempt: number; hasResponse: boolean }[]
  errors: {
    code: string | undefined
    status: number | undefined
    attempt: number
    reconnectIn: number | null | undefined
    hasResponse: boolean
  }[]
  roles: string[]
  alone: string[]
  traced: string[]
  closed: string | undefined
  readyState: number
  lastEventId: string
}

interface Watched {
  source: SharedEventSource
  log: Log
}

const watched: Watched[] = []

/** Opens a source; returns its number. */
function open(url: string, init: SharedEventSourceInit = {}): number {
  const log: Log = {
    events: [],
    messages: [],
    opens: [],
    errors: [],
    roles: [],
    alone: [],
    traced: [],
    closed: undefined,
    readyState: 0,
    lastEventId: '',
  }
  const source = new SharedEventSource(url, {
    reconnect: { delay: 10 },
    ...init,
    trace(record) {
      log.traced.push(record.type)
      if (record.type === 'role') log.roles.push(record.role)
      if (record.type === 'alone') log.alone.push(record.reason)
    },
  })
  source.addEventListener('open', ({ resumedFrom, attempt, response }) => {
    log.opens.push({ resumedFrom, attempt, hasResponse: response !== undefined })
  })
  source.addEventListener('message', ({ data }) => log.messages.push(Number(data)))
  for (const type of ['message', 'named'])
    source.addEventListener(type, ({ data }) => log.events.push(Number(data)))
  source.addEventListener('error', ({ error, reconnectIn }) => {
    if (!error) return
    const { code, status, attempt } = error
    log.errors.push({ code, status, attempt, reconnectIn, hasResponse: 'response' in error })
  })
  void source.closed.then(({ reason }) => (log.closed = reason))
  return watched.push({ source, log }) - 1
}

function logOf(index = 0): Log {
  const { source, log } = watched[index]!
  const { readyState, lastEventId } = source
  return { ...log, readyState, lastEventId }
}

/** What a test notes itself. */
const notes: string[] = []
const plain: FetchEventSource[] = []

const tab = { open, logOf, watched, notes, plain, FetchEventSource, SharedEventSource }
export type TabGlobals = typeof tab

Object.assign(globalThis, { tab })
