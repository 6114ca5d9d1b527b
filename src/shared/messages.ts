import { type AttemptPhase, EventSourceError, said } from '../errors.ts'
import type { OpenResponse } from '../session/attempt.ts'
import type { CloseReason } from '../session/trace.ts'
import type { Answer, Found } from './history.ts'
import type { Entry, Place } from './ring.ts'

/** Another number is another language: in the names, so that tabs with different versions of the library never meet; and in every message. */
export const PROTOCOL = 1

/** How the connection is. */
export interface Life {
  /** Counts what happened in this epoch. */
  turn: number
  isOpen: boolean
  /** Of the attempt that opened it. */
  attempt: number
  /** The last event ID that was sent. */
  resumedFrom: string
  /** The number of the last event before it was opened. */
  openedAfter: number
  /** Why it is not open, unless it has only begun. */
  error?: EventSourceError | undefined
  reconnectIn?: number | undefined
  /** In the leader's tab only. */
  response?: OpenResponse | undefined
}

/** Whom, and what of him, a message answers. */
export interface Reply {
  to: string
  question: number
}

/** What tabs say to each other. */
export type Message = {
  from: string
  /** The latest that the sender knows. */
  epoch: number
} & Said

export type Said =
  /** I am here, and have this; `asks`: I am to lead, who is further? `wantsAll`: all that you keep, please. */
  | ({ kind: 'hello'; question: number; after?: Place | undefined } & Record<
      'asks' | 'wantsAll',
      boolean
    >)
  /** So it is, says the leader; to all, or as an answer to one. */
  | ({ kind: 'state'; reply?: Reply | undefined; base: Place; life: Life } & Answer)
  /** So far I am, says another tab to the one who is to lead. */
  | ({ kind: 'history'; reply: Reply } & Answer)
  /** The connection has ended for good. */
  | { kind: 'closed'; reason: CloseReason; error?: EventSourceError | undefined }
  /** Connect now. */
  | { kind: 'reconnect' }
  /** Is anyone to be seen? */
  | { kind: 'look' }
  /** I am to be seen, or no more. */
  | { kind: 'shown'; isShown: boolean }

/** A message as it is posted: errors as plain objects, without `response` and `cause`. */
export function encode(message: Message): object {
  const { kind } = message
  const plain: Record<string, unknown> = { ...message, version: PROTOCOL }
  if (kind === 'closed') plain['error'] = message.error && plainError(message.error)
  if (kind === 'state') {
    const { response: _, error, ...life } = message.life
    plain['life'] = { ...life, ...(error && { error: plainError(error) }) }
  }
  return plain
}

/** A message that came, or `undefined`: any script of the origin may post here whatever it likes. */
export function decode(value: unknown): Message | undefined {
  if (!isObject(value) || value['version'] !== PROTOCOL) return undefined
  if (!isText(value['from']) || !isCount(value['epoch'])) return undefined
  const kind = value['kind']
  if (!isText(kind) || !Object.hasOwn(shapes, kind)) return undefined
  if (!shapes[kind as Said['kind']](value)) return undefined
  const message = value as unknown as Message
  if (message.kind === 'closed') message.error &&= revived(message.error)
  if (message.kind === 'state') message.life.error &&= revived(message.life.error)
  return message
}

type Plain = Record<string, unknown>

const reasons: unknown[] = ['ended', 'no-content', 'failed'] satisfies CloseReason[]
const findings: unknown[] = ['place', 'id', 'nowhere', 'all'] satisfies Found[]

const shapes: Record<Said['kind'], (message: Plain) => boolean> = {
  hello: ({ question, after, asks, wantsAll }) =>
    isCount(question) && (after === undefined || isPlace(after)) && [asks, wantsAll].every(isFlag),
  state: (message) =>
    (message['reply'] === undefined || isReply(message['reply'])) &&
    isPlace(message['base']) &&
    isLife(message['life']) &&
    isAnswer(message),
  history: (message) => isReply(message['reply']) && isAnswer(message),
  closed: ({ reason, error }) =>
    reasons.includes(reason) && (error === undefined || isPlainError(error)),
  reconnect: () => true,
  look: () => true,
  shown: ({ isShown }) => isFlag(isShown),
}

function isObject(value: unknown): value is Plain {
  return typeof value === 'object' && value !== null
}

function isText(value: unknown): value is string {
  return typeof value === 'string'
}

function isFlag(value: unknown): boolean {
  return typeof value === 'boolean'
}

/** Below where adding one would be lost. */
function isCount(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value < 2 ** 40
}

function isReply(value: unknown): boolean {
  return isObject(value) && isText(value['to']) && isCount(value['question'])
}

function isPlace(value: unknown): value is Place {
  return (
    isObject(value) &&
    isCount(value['epoch']) &&
    isCount(value['sequence']) &&
    isText(value['lastEventId'])
  )
}

function isEntry(value: unknown): value is Entry {
  return (
    isObject(value) &&
    isCount(value['epoch']) &&
    isText(value['type']) &&
    isText(value['data']) &&
    isText(value['lastEventId']) &&
    isText(value['origin'])
  )
}

function isAnswer({ found, since, entries }: Plain): boolean {
  return (
    findings.includes(found) && isPlace(since) && Array.isArray(entries) && entries.every(isEntry)
  )
}

function isLife(value: unknown): boolean {
  if (!isObject(value)) return false
  const { turn, isOpen, attempt, resumedFrom, openedAfter, error, reconnectIn } = value
  return (
    [turn, attempt, openedAfter].every(isCount) &&
    isFlag(isOpen) &&
    isText(resumedFrom) &&
    (error === undefined || isPlainError(error)) &&
    (reconnectIn === undefined || isCount(reconnectIn))
  )
}

/** An error as it is posted: what a listener may branch on, without `response`, `body` and `cause`. */
interface PlainError {
  code: EventSourceError['code']
  message: string
  attempt: number
  phase: AttemptPhase
  status?: number
  retryAfter?: number
  contentType?: string
}

const phases: unknown[] = ['unsent', 'unanswered', 'refused', 'streaming'] satisfies AttemptPhase[]

function isPlainError(value: unknown): boolean {
  return (
    isObject(value) &&
    isText(value['code']) &&
    isText(value['message']) &&
    isCount(value['attempt']) &&
    phases.includes(value['phase']) &&
    [value['status'], value['retryAfter']].every((it) => it === undefined || isCount(it)) &&
    (value['contentType'] === undefined || isText(value['contentType']))
  )
}

function plainError(error: EventSourceError): PlainError {
  return { code: error.code, message: said(error), ...detailOf(error) }
}

function revived(plain: PlainError): EventSourceError {
  return new EventSourceError(plain.code, plain.message, detailOf(plain))
}

function detailOf(error: EventSourceError | PlainError): Omit<PlainError, 'code' | 'message'> {
  const { attempt, phase, status, retryAfter, contentType } = error
  return {
    attempt,
    phase,
    ...(status !== undefined && { status }),
    ...(retryAfter !== undefined && { retryAfter }),
    ...(contentType !== undefined && { contentType }),
  }
}
