import type { FetchEventsInit, ReconnectOptions } from '../index.ts'
import type { RequestArguments } from './arguments.ts'
import { readBody } from './body.ts'
import { readHeaderOptions } from './headers.ts'
import { countOf, durationOf } from './option-value.ts'
import { readTarget } from './target.ts'
import { readTransport } from './transport.ts'
import { UsageError } from './usage-error.ts'

/** What to ask, in the terms of the library. */
export interface CliRequest {
  url: string
  init: FetchEventsInit<undefined>
  /** In milliseconds. */
  maxTime: number | undefined
}

/** Reads the options that make a request. */
export async function readRequest(given: RequestArguments): Promise<CliRequest> {
  const { values } = given
  const target = readTarget(given.operand)
  const body = readBody(given.ordered)
  const method = values.request ?? (body ? 'POST' : 'GET')
  if (body && /^(get|head)$/i.test(method))
    throw new UsageError(`-X ${method}: fetch sends no body with it; leave out -d, or -X`)
  const init: FetchEventsInit<undefined> = {
    method,
    headers: readHeaderOptions(values.header ?? [], {
      'user-agent': values['user-agent'] ?? `millrace/${MILLRACE_VERSION}`,
      ...(body && { 'content-type': body.contentType }),
      ...basic(values.user ?? target.user),
      ...cookies(values.cookie),
    }),
    ...(body && { body: body.bytes }),
    lastEventId: values['last-event-id'],
    lastEventIdParam: values['last-event-id-param'],
    connectTimeout: durationOf('--connect-timeout', values['connect-timeout']),
    idleTimeout: durationOf('--idle-timeout', values['idle-timeout']),
    eventTimeout: durationOf('--event-timeout', values['event-timeout']),
    reconnect: readReconnect(values),
    ...(await readTransport(values)),
  }
  return { url: target.url, init, maxTime: durationOf('-m', values['max-time']) }
}

function readReconnect(values: RequestArguments['values']): ReconnectOptions | false {
  const retries = countOf('--retry', values.retry, 0)
  const list = values['retry-status'] ?? (retries === undefined ? undefined : 'transient')
  if (values['no-reconnect'] && (values.retry ?? values['retry-status']) !== undefined)
    throw new UsageError('--no-reconnect and --retry or --retry-status: choose one')
  if (values['no-reconnect']) return false
  return {
    ...(retries !== undefined && { maxAttempts: retries + 1 }),
    ...(list !== undefined && { statuses: readStatuses(list) }),
  }
}

function readStatuses(list: string): number[] | 'transient' {
  if (list === 'transient') return list
  const statuses = list.split(',').map(Number)
  if (statuses.every((status) => Number.isInteger(status) && status >= 100 && status <= 599))
    return statuses
  throw new UsageError(
    `--retry-status: expected 'transient', or statuses such as 429,503, got '${list}'`,
  )
}

function basic(user: string | undefined): Record<string, string> {
  if (user === undefined) return {}
  if (!user.includes(':'))
    throw new UsageError('-u: expected USER:PASSWORD; for no password, USER:')
  return { authorization: `Basic ${Buffer.from(user).toString('base64')}` }
}

function cookies(given: string[] | undefined): Record<string, string> {
  if (!given) return {}
  if (!given.every((cookie) => cookie.includes('=')))
    throw new UsageError(`-b: expected NAME=VALUE; files of cookies are not read`)
  return { cookie: given.join('; ') }
}
