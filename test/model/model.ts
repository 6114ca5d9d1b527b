/** What a source is at, as seen from outside. */
export type Phase = 'requested' | 'open' | 'waiting' | 'closed'

/** What is known of a source without looking into it: the table of the reconnection, and little else. */
export interface Model {
  readonly method: 'GET' | 'POST'
  /** Statuses that are tried again after. */
  readonly statuses: readonly number[]
  readonly maxAttempts: number
  readonly delay: number
  phase: Phase
  /** How many requests there were. */
  requests: number
  lastEventId: string
  reconnectionTime: number
  /** How many attempts in a row were bad. */
  failures: number
  /** Whether an event came on this connection. */
  isGood: boolean
  /** When it is due, and not before when. */
  dueAt: number
  notBefore: number
  now: number
  /** The data of the events that are to have come. */
  events: string[]
  /** Why it closed. */
  reason: string | undefined
}

/** So long a connection must have stood to be good without an event: longer than any here. */
export const STABLE_AFTER = 10_000_000
export const MAX_DELAY = 30_000

export function newModel(
  init: Pick<Model, 'method' | 'statuses' | 'maxAttempts' | 'delay'>,
): Model {
  return {
    ...init,
    phase: 'requested',
    requests: 1,
    lastEventId: '',
    reconnectionTime: init.delay,
    failures: 0,
    isGood: false,
    dueAt: 0,
    notBefore: 0,
    now: 0,
    events: [],
    reason: undefined,
  }
}

type How = 'ended' | 'lost' | 'refused'

/** What follows an attempt, row by row of the README's table. */
export function attemptEnds(model: Model, how: How, status = 0, retryAfter = 0): void {
  model.failures = model.isGood ? 0 : model.failures + 1
  const { method, statuses, lastEventId, failures, maxAttempts } = model
  const isBodyless = method === 'GET'
  if (status === 204) return close(model, 'no-content')
  if (how === 'ended' && !isBodyless) return close(model, 'ended')
  if (how === 'lost' && !isBodyless && lastEventId === '') return close(model, 'failed')
  if (how === 'refused' && !statuses.includes(status)) return close(model, 'failed')
  if (failures >= maxAttempts) return close(model, 'failed')
  model.phase = 'waiting'
  model.dueAt = model.now + waitOf(model)
  model.notBefore = model.now + retryAfter
}

/** The README's formula, without chance. */
function waitOf({ reconnectionTime: floor, failures }: Model): number {
  const growth = Math.max(floor, 100) * (2 ** failures - 1)
  return floor + Math.max(0, Math.min(growth, MAX_DELAY - floor))
}

export function close(model: Model, reason: string): void {
  model.phase = 'closed'
  model.reason ??= reason
}

/** A request is sent. */
export function request(model: Model): void {
  model.phase = 'requested'
  model.requests++
  model.isGood = false
}

/** Time passes. */
export function pass(model: Model, milliseconds: number): void {
  model.now += milliseconds
  if (model.phase === 'waiting' && model.now >= Math.max(model.dueAt, model.notBefore))
    request(model)
}
