import * as fc from 'fast-check'
import { expect, vi } from 'vitest'
import type { FetchEventSource } from '../../src/index.ts'
import type { TestConnection, TestStream } from '../../src/testing.ts'
import { attemptEnds, close, type Model, pass, request } from './model.ts'

/** The source under test, and the server that is played. */
export interface Real {
  source: FetchEventSource
  stream: TestStream
  controller: AbortController
  events: string[]
  reason: string | undefined
}

type Command = fc.AsyncCommand<Model, Real>

/** A step: when it can be taken, what it does to both, and what has to hold afterwards. */
function step(
  name: string,
  when: (model: Model) => boolean,
  act: (model: Model, real: Real, connection: TestConnection) => unknown,
): Command {
  return {
    check: (model) => when(model),
    async run(model, real) {
      act(model, real, await real.stream.connection(model.requests))
      // Whatever is due now is done.
      await vi.advanceTimersByTimeAsync(0)
      compare(model, real)
    },
    toString: () => name,
  }
}

function compare(model: Model, { source, stream, events, reason }: Real): void {
  const { phase, requests, lastEventId, method } = model
  const readyState = { requested: 0, open: 1, waiting: 0, closed: 2 }[phase]
  expect({
    readyState: source.readyState,
    requests: stream.requests.length,
    lastEventId: source.lastEventId,
    events,
    reason,
  }).toEqual({ readyState, requests, lastEventId, events: model.events, reason: model.reason })
  const { length: open } = stream.requests.filter(({ isOpen }) => isOpen)
  expect(open).toBe(phase === 'requested' || phase === 'open' ? 1 : 0)
  expect(stream.requests.at(-1)!.method).toBe(method)
}

const isRequested = ({ phase }: Model) => phase === 'requested'
const isOpen = ({ phase }: Model) => phase === 'open'
const isConnected = (model: Model) => isRequested(model) || isOpen(model)
const isOn = ({ phase }: Model) => phase !== 'closed'

const respond = step('the server answers', isRequested, (model, _, connection) => {
  connection.respond()
  model.phase = 'open'
})

const end = step('the server ends the stream', isOpen, (model, _, connection) => {
  connection.end()
  attemptEnds(model, 'ended')
})

const endInEvent = step('the server ends in an event', isOpen, (model, _, connection) => {
  void connection.sendBytes('id: lost\ndata: lost')
  connection.end()
  attemptEnds(model, 'lost')
})

const drop = step('the connection is lost', isConnected, (model, _, connection) => {
  connection.drop()
  attemptEnds(model, 'lost')
})

const reconnect = step('the user reconnects', isOn, (model, { source }) => {
  source.reconnect()
  request(model)
})

const leave = step(
  'the user closes',
  () => true,
  (model, { source }) => {
    source.close()
    close(model, 'closed')
  },
)

const abort = step(
  'the user aborts',
  () => true,
  (model, { controller }) => {
    controller.abort()
    close(model, 'aborted')
  },
)

function send(data: string, id: string | undefined): Command {
  return step(`event ${data}, ID ${id}`, isOpen, (model, _, connection) => {
    void connection.send({ data, ...(id !== undefined && { lastEventId: id }) })
    model.events.push(data)
    model.isGood = true
    if (id !== undefined) model.lastEventId = id
  })
}

function retry(milliseconds: number): Command {
  return step(`retry ${milliseconds}`, isOpen, (model, _, connection) => {
    void connection.sendBytes(`retry: ${milliseconds}\n\n`)
    model.reconnectionTime = milliseconds
  })
}

function refuse(status: number, retryAfter: number | undefined): Command {
  return step(
    `status ${status}, Retry-After ${retryAfter}`,
    isRequested,
    (model, _, connection) => {
      connection.respond(status, retryAfter === undefined ? {} : { 'retry-after': `${retryAfter}` })
      attemptEnds(model, 'refused', status, (retryAfter ?? 0) * 1000)
    },
  )
}

function wait(milliseconds: number): Command {
  return {
    check: () => true,
    async run(model, real) {
      await vi.advanceTimersByTimeAsync(milliseconds)
      pass(model, milliseconds)
      compare(model, real)
    },
    toString: () => `${milliseconds} ms pass`,
  }
}

/** Any step of the server's, the user's, or of time. */
export const steps: fc.Arbitrary<Command>[] = [
  fc.constant(respond),
  fc.constant(respond),
  fc.constant(respond),
  fc.constantFrom(end, endInEvent, drop),
  fc.constant(reconnect),
  // Rarely: nothing comes after it.
  fc.oneof(
    { weight: 9, arbitrary: fc.constant(respond) },
    { weight: 1, arbitrary: fc.constantFrom(leave, abort) },
  ),
  fc
    .tuple(fc.constantFrom('a', 'b', 'c'), fc.constantFrom(undefined, '', '1', '2', 'é'))
    .map(([data, id]) => send(data, id)),
  fc.constantFrom(200, 1000, 40_000).map(retry),
  fc
    .tuple(fc.constantFrom(204, 404, 429, 503), fc.constantFrom(undefined, 0, 5, 60))
    .map(([status, retryAfter]) => refuse(status, retryAfter)),
  fc.constantFrom(1, 99, 500, 3000, 30_000, 61_000).map(wait),
]
