import { expect, test } from 'vitest'
import { figuresTable, Statistics } from '../../src/cli/statistics.ts'

/** Half a percent is what a quantile may be off. */
const near = (value: number) => expect.closeTo(value, -Math.log10(value * 0.01))

test('figures of a stream at known times', () => {
  const statistics = new Statistics()
  statistics.request(1000)
  statistics.bytes(10)
  // Gaps of 1 to 100 ms, in no order.
  let at = 1250
  statistics.event(at)
  for (let index = 1; index <= 100; index++) statistics.event((at += (index * 37) % 101))
  statistics.comment(2000)
  statistics.comment(17_000)
  statistics.request(9000)
  statistics.bytes(5)
  expect(statistics.figures).toEqual({
    events: 101,
    comments: 2,
    bytes: 15,
    reconnections: 1,
    firstEvent: 250,
    gaps: { p50: near(50), p95: near(95), p99: near(99) },
    commentGaps: { p50: 15_000, p95: 15_000, p99: 15_000 },
  })
  expect(figuresTable(statistics.figures)).toContain('first event after  250 ms\n')
  expect(figuresTable(statistics.figures)).toContain('between comments   p50 15.0 s, p95')
})

test('of nothing there is nothing to tell', () => {
  const { figures } = new Statistics()
  expect(figures).toMatchObject({
    events: 0,
    reconnections: 0,
    firstEvent: null,
    gaps: { p50: null },
  })
  expect(figuresTable(figures)).toContain('between events     –\n')
})

test('events of one chunk have no gap', () => {
  const statistics = new Statistics()
  for (let index = 0; index < 3; index++) statistics.event(5)
  expect(statistics.figures.gaps).toEqual({ p50: 0, p95: 0, p99: 0 })
})
