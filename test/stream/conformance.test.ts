import { describe, expect, test } from 'vitest'
import { toBytes } from '../setup/bytes.ts'
import { bytesAndTextDeliveries } from '../setup/cuts.ts'
import { readNaively, type Reading } from '../setup/naive-parser.ts'
import { eventsOf, readInChunks } from '../setup/recording.ts'
import { conformanceCases } from './cases/index.ts'
import type { ConformanceCase } from './cases/conformance-case.ts'

function expectedOf({ events, comments = [], retries = [], lastEventId }: ConformanceCase) {
  return {
    events: events.map(({ data, type = 'message', lastEventId = '' }) => ({
      type,
      data,
      lastEventId,
      origin: '',
    })),
    comments,
    retries,
    lastEventId: lastEventId ?? events.at(-1)?.lastEventId ?? '',
  }
}

function byKind({ steps, lastEventId }: Reading) {
  return {
    events: eventsOf(steps),
    comments: steps.flatMap((step) => (step[0] === 'comment' ? [step[1]] : [])),
    retries: steps.flatMap((step) => (step[0] === 'retry' ? [step[1]] : [])),
    lastEventId,
  }
}

describe.each(Object.entries(conformanceCases))('%s', (_theme, cases) => {
  test.each(cases)('$name', (conformanceCase) => {
    const input = toBytes(conformanceCase.input)
    const expected = expectedOf(conformanceCase)
    for (const { how, chunks } of bytesAndTextDeliveries(input)) {
      expect(byKind(readInChunks(chunks)), how).toEqual(expected)
    }
  })
})

test('the naive parser, which judges the random streams, agrees with every case', () => {
  for (const conformanceCase of Object.values(conformanceCases).flat()) {
    const reading = readNaively(toBytes(conformanceCase.input))
    expect(byKind(reading), conformanceCase.name).toEqual(expectedOf(conformanceCase))
  }
})

test('the table is as large as it was: cases are added, not lost', () => {
  const cases = Object.entries(conformanceCases).flatMap(([theme, list]) =>
    list.map(({ name }) => `${theme}: ${name}`),
  )
  expect(new Set(cases).size).toBe(cases.length)
  expect(cases.length).toBeGreaterThanOrEqual(350)
})
