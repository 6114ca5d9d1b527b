import type { EventSourceError } from '../../../src/index.ts'
import type { CaseContext } from '../context.ts'
import { equal, ok } from '../assert.ts'
import type { FaceCase } from '../face-case.ts'

const init = { reconnect: false } as const

/** Errors as they come about, each with what it has besides its message: a response, a body, a cause of the runtime's or the caller's. */
const failures: Record<string, (context: CaseContext) => Promise<EventSourceError>> = {
  'a status': (context) => context.connectLoop('status-418', {}, init).failure(),
  'a status with its body': (context) =>
    context.connectLoop('status-503', { retryAfter: '1' }, { ...init, errorBody: 100 }).failure(),
  'a wrong content type': (context) =>
    context.connectLoop('type', { type: 'text/plain', stream: 'data: a\n\n' }, init).failure(),
  'a connection that is refused': async (context) => {
    const endpoint = context.endpoint()
    return context.watchLoop(endpoint, `${await endpoint.reserve()}/`, init).failure()
  },
  'data that parse refuses': (context) =>
    context
      .connectLoop('events', { stream: 'data: {\n\n' }, { parse: (data) => JSON.parse(data) })
      .failure(),
  'headers that throw an error with functions in it': (context) => {
    const error = Object.assign(new Error('no token'), { config: { log() {} } })
    return context
      .connectLoop('events', {}, { ...init, headers: () => Promise.reject(error) })
      .failure()
  },
}

/** How an error gets from a worker to its page, and into a log. */
export const passingOn: FaceCase[] = Object.entries(failures).flatMap(([what, fail]) => [
  {
    name: `structuredClone of ${what} keeps the message, which begins with the code`,
    async run(context) {
      const error = await fail(context)
      const copy = structuredClone(error)
      equal(copy.message, error.message)
      ok(copy.message.startsWith(`${error.code}: `), 'the code in front')
    },
  },
  {
    name: `JSON of ${what} keeps message, code, status, attempt`,
    async run(context) {
      const error = await fail(context)
      const { name, message, code, status, attempt, phase, body, retryAfter } = JSON.parse(
        JSON.stringify(error),
      )
      equal(
        [name, message, code, status, attempt, phase, body, retryAfter],
        [
          'EventSourceError',
          error.message,
          error.code,
          error.status,
          error.attempt,
          error.phase,
          error.body,
          error.retryAfter,
        ],
      )
    },
  },
])
