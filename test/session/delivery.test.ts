// What becomes of a raw event: delivered, refused, or the end.
import { afterEach, expect, test, vi } from 'vitest'
import { EventSourceError, type ServerSentEvent } from '../../src/index.ts'
import { deliver, type DeliverySettings } from '../../src/session/delivery.ts'

afterEach(() => {
  vi.unstubAllGlobals()
})

/** Delivers an event with this data, and tells what its recipient was told. */
function told(data: string, settings: Partial<DeliverySettings>, isClosedBy = '') {
  const event: ServerSentEvent<unknown> = { type: 'message', data, lastEventId: '', origin: '' }
  const calls: [string, unknown?][] = []
  const tell = (name: string, value?: unknown) => {
    calls.push(value === undefined ? [name] : [name, value])
    if (name === isClosedBy) recipient.isClosed = true
  }
  const recipient = {
    isClosed: false,
    received: ({ data }: ServerSentEvent<unknown>) => tell('received', data),
    invalid: (error: EventSourceError) => tell('invalid', error),
    finished: () => tell('finished'),
  }
  const all = { parse: undefined, until: undefined, onInvalid: undefined, ...settings }
  deliver(event, all, recipient, 3)
  return { calls, recipient }
}

const number: DeliverySettings['parse'] = (event) => {
  const value = Number(event.data)
  if (Number.isNaN(value)) return new EventSourceError('invalid-data', 'no number')
  event.data = value
  return undefined
}

test('without options an event is delivered as it is', () => {
  expect(told('1', {}).calls).toEqual([['received', '1']])
})

test('parse alone', () => {
  expect(told('1', { parse: number }).calls).toEqual([['received', 1]])
})

test('the text that until names ends the stream, and is neither parsed nor delivered', () => {
  const parse = vi.fn(number)
  expect(told('[DONE]', { parse, until: '[DONE]' }).calls).toEqual([['finished']])
  expect(parse).not.toHaveBeenCalled()
  expect(told('1', { until: '[DONE]' }).calls).toEqual([['received', '1']])
  expect(told('1', { parse: number, until: '[DONE]' }).calls).toEqual([['received', 1]])
})

test('the event for which until says true is the last one, asked before it is parsed', () => {
  const until = vi.fn((event: ServerSentEvent) => event.data === '2')
  expect(told('1', { parse: number, until }).calls).toEqual([['received', 1]])
  expect(told('2', { parse: number, until }).calls).toEqual([['received', 2], ['finished']])
})

test('what is not true, or thrown, is not the end', () => {
  vi.stubGlobal('reportError', vi.fn())
  const until = (() => 1) as unknown as () => boolean
  expect(told('1', { until }).calls).toEqual([['received', '1']])
  const thrower = () => {
    throw new Error('mine')
  }
  expect(told('1', { until: thrower }).calls).toEqual([['received', '1']])
  expect(reportError).toHaveBeenCalledOnce()
})

test('what parse refuses is told with the number of its attempt, and not delivered', () => {
  const { calls } = told('one', { parse: number })
  expect(calls).toEqual([['invalid', expect.any(EventSourceError)]])
  expect(calls[0]![1]).toMatchObject({ code: 'invalid-data', attempt: 3 })
})

test('onInvalid gets it in place of the recipient', () => {
  const onInvalid = vi.fn()
  expect(told('one', { parse: number, onInvalid }).calls).toEqual([])
  expect(onInvalid).toHaveBeenCalledExactlyOnceWith(
    expect.objectContaining({ code: 'invalid-data', attempt: 3 }),
  )
  expect(told('1', { parse: number, onInvalid }).calls).toEqual([['received', 1]])
  expect(onInvalid).toHaveBeenCalledOnce()
})

test('the last event is the end also where parse refuses it', () => {
  const { calls } = told('one', { parse: number, until: () => true })
  expect(calls.map(([name]) => name)).toEqual(['invalid', 'finished'])
})

test('nothing is told once a callback has closed the recipient', () => {
  const closing: DeliverySettings['parse'] = () => undefined
  const event: ServerSentEvent<unknown> = { type: 'a', data: '1', lastEventId: '', origin: '' }
  const closed = { isClosed: true, received: vi.fn(), invalid: vi.fn(), finished: vi.fn() }
  deliver(event, { parse: closing, until: () => true, onInvalid: undefined }, closed)
  for (const name of ['received', 'invalid', 'finished'] as const)
    expect(closed[name]).not.toHaveBeenCalled()
  expect(told('1', { until: () => true }, 'received').calls).toEqual([['received', '1']])
})
