import { expect, test } from 'vitest'
import { EventSourceError, type EventSourceErrorCode } from '../../src/errors.ts'
import type { SessionInit } from '../../src/session/init.ts'
import { readOptions } from '../../src/session/options.ts'
import { comesBack, type Ending, endingOf } from '../../src/session/reconnection.ts'
import { whenOf } from '../../src/session/verdict.ts'

test.for<[EventSourceErrorCode, Ending]>([
  ['network', 'lost'],
  ['incomplete', 'lost'],
  ['connect-timeout', 'lost'],
  ['idle-timeout', 'lost'],
  ['request', 'unsent'],
  ['http-status', 'refused'],
  ['content-type', 'failed'],
  ['event-too-large', 'failed'],
  ['invalid-data', 'failed'],
  ['body-not-replayable', 'failed'],
  ['not-resumable', 'failed'],
  ['too-many-attempts', 'failed'],
  ['not-streamable', 'failed'],
])('an attempt that ended with code %s has %s', ([code, ending]) => {
  expect(endingOf(new EventSourceError(code, ''))).toBe(ending)
})

test('a timeout before anything was sent is no loss', () => {
  const error = new EventSourceError('connect-timeout', '', { phase: 'unsent' })
  expect(endingOf(error)).toBe('unsent')
})

function answers(init: SessionInit, lastEventId: string): Record<string, boolean> {
  const { reconnect, method } = readOptions(init)
  const when = whenOf(reconnect, method)
  const back = (ending: Ending, status?: number) =>
    comesBack(ending, status, when, reconnect.statuses, lastEventId)
  return {
    ended: back('ended'),
    lost: back('lost'),
    unsent: back('unsent'),
    '500': back('refused', 500),
    '404': back('refused', 404),
    failed: back('failed'),
  }
}

const nothing = {
  ended: false,
  lost: false,
  unsent: false,
  '500': false,
  '404': false,
  failed: false,
}
const get = { ...nothing, ended: true, lost: true, unsent: true }
const post = { ...nothing, unsent: true }

test.for([
  { init: {}, id: '', expected: get },
  { init: {}, id: '7', expected: get },
  { init: { method: 'HEAD' }, id: '', expected: get },
  { init: { method: 'get' }, id: '', expected: get },
  { init: { method: 'POST' }, id: '', expected: post },
  { init: { method: 'POST' }, id: '7', expected: { ...post, lost: true } },
  { init: { method: 'QUERY' }, id: '', expected: post },
  { init: { method: 'PUT' }, id: '7', expected: { ...post, lost: true } },
  { init: { method: 'POST', reconnect: { when: 'always' } }, id: '', expected: get },
  {
    init: { method: 'POST', reconnect: { when: 'lost' } },
    id: '',
    expected: { ...post, lost: true },
  },
  { init: { reconnect: { when: 'lost' } }, id: '', expected: { ...get, ended: false } },
  { init: { reconnect: { when: 'resumable' } }, id: '', expected: post },
  { init: { reconnect: { when: 'resumable' } }, id: '7', expected: { ...post, lost: true } },
  { init: { reconnect: { statuses: 'transient' } }, id: '', expected: { ...get, '500': true } },
  { init: { reconnect: { statuses: [404] } }, id: '', expected: { ...get, '404': true } },
  {
    init: { method: 'POST', reconnect: { statuses: [500] } },
    id: '',
    expected: { ...post, '500': true },
  },
  { init: { reconnect: false }, id: '7', expected: nothing },
  { init: { method: 'POST', reconnect: false }, id: '7', expected: nothing },
] satisfies { init: SessionInit; id: string; expected: Record<string, boolean> }[])(
  'what $init with last event ID "$id" comes back after',
  ({ init, id, expected }) => {
    expect(answers(init, id)).toEqual(expected)
  },
)

test("'transient' statuses are those that RFC 9110 and RFC 6585 call passing, and those of proxies", () => {
  const { reconnect } = readOptions({ reconnect: { statuses: 'transient' } })
  const statuses = Array.from({ length: 500 }, (_, index) => 100 + index)
  const transient = statuses.filter((status) =>
    comesBack('refused', status, 'always', reconnect.statuses, ''),
  )
  expect(transient).toEqual([408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524, 529])
})
