import { runInNewContext } from 'node:vm'
import { type } from 'arktype'
import * as v from 'valibot'
import { describe, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { EventSourceError } from '../../src/errors.ts'
import type { ServerSentEvent } from '../../src/stream/event.ts'
import { dataParser, type ParseOption } from '../../src/stream/parse-data.ts'

function parse(option: ParseOption, data: string, type = 'message'): unknown {
  const event: ServerSentEvent<unknown> = { type, data, lastEventId: '', origin: '' }
  const error = dataParser(option)!(event)
  if (error) throw error
  return event.data
}

function refusalOf(option: ParseOption, data: string, type?: string): EventSourceError {
  try {
    parse(option, data, type)
  } catch (error) {
    if (EventSourceError.is(error)) return error
    throw error
  }
  throw new Error('was not refused')
}

test('without the option there is nothing to parse with', () => {
  expect(dataParser(undefined)).toBeUndefined()
})

describe('a function', () => {
  test('gets the text and the type, as they are', () => {
    const parser = vi.fn((data: string, type: string) => `${type} ${data}`)
    expect(parse(parser, ' a\nb ', 'price')).toBe('price  a\nb ')
    expect(parser.mock.calls).toEqual([[' a\nb ', 'price']])
  })

  test.for([undefined, null, 0, '', false])('may give %s', (value) => {
    expect(parse(() => value, 'text')).toBe(value)
  })

  test('that throws makes the data invalid, with the raw text and what was thrown', () => {
    const error = refusalOf((data) => JSON.parse(data), '{"bid":', 'price')
    expect(error).toMatchObject({
      code: 'invalid-data',
      data: '{"bid":',
      cause: expect.any(SyntaxError),
    })
    expect(error.message).toMatch(/'price'.*JSON/s)
  })

  test('may throw anything', () => {
    const thrower = () => {
      throw 'not an Error'
    }
    expect(refusalOf(thrower, 'a')).toMatchObject({
      message: expect.stringContaining('not an Error'),
      cause: 'not an Error',
    })
  })
})

const schemas = {
  zod: z.object({ bid: z.number() }),
  valibot: v.object({ bid: v.number() }),
  arktype: type({ bid: 'number' }),
}

describe.for(Object.entries(schemas))('a schema of %s', ([, schema]) => {
  test('gets the JSON', () => {
    expect(parse(schema, '{"bid":1.5}')).toEqual({ bid: 1.5 })
  })

  test('refuses what does not fit, and says why', () => {
    const error = refusalOf(schema, '{"bid":"high"}')
    expect(error).toMatchObject({
      code: 'invalid-data',
      data: '{"bid":"high"}',
      cause: { issues: [{ message: expect.any(String) }] },
    })
    expect(error.message.length).toBeGreaterThan(40)
  })

  test('refuses what is no JSON', () => {
    expect(refusalOf(schema, 'high')).toMatchObject({
      data: 'high',
      cause: expect.any(SyntaxError),
    })
  })
})

test('a schema gives what it makes, not what it takes', () => {
  const dates = z.object({ at: z.string().transform((text) => new Date(text)) })
  expect(parse(dates, '{"at":"2026-01-01"}')).toEqual({ at: new Date('2026-01-01') })
  const trimmed = v.pipe(v.string(), v.trim())
  expect(parse(trimmed, '" a "')).toBe('a')
  expect(parse(type('string.json.parse'), '"[1]"')).toEqual([1])
})

describe('a schema that validates asynchronously is refused', () => {
  const checked = (check: () => Promise<boolean>) => v.pipeAsync(v.string(), v.checkAsync(check))
  const schemas: Record<string, ParseOption> = {
    zod: z.string().refine(async () => true),
    valibot: checked(async () => true),
    'valibot, rejecting': checked(() => Promise.reject(new Error('offline'))),
  }

  test.for(Object.entries(schemas))('%s', ([, schema]) => {
    expect(refusalOf(schema, '"a"')).toMatchObject({
      code: 'invalid-data',
      data: '"a"',
      message: expect.stringContaining('asynchronously'),
    })
  })

  test('also where its promise is one of another realm', () => {
    const foreign: Promise<never> = runInNewContext(`Promise.resolve({ value: 'a' })`)
    const schema: ParseOption = {
      '~standard': { version: 1, vendor: 'test', validate: () => foreign },
    }
    expect(refusalOf(schema, '"a"')).toMatchObject({
      message: expect.stringContaining('asynchronously'),
    })
  })
})

describe('a map', () => {
  const map = { price: schemas.zod, count: Number, news: schemas.arktype }

  test('parses each type in its own way', () => {
    expect(parse(map, '{"bid":1}', 'price')).toEqual({ bid: 1 })
    expect(parse(map, '42', 'count')).toBe(42)
    expect(refusalOf(map, '{}', 'news')).toMatchObject({ code: 'invalid-data', data: '{}' })
  })

  test.for([
    'message',
    '',
    'Price',
    'price ',
    '__proto__',
    'constructor',
    'toString',
    'hasOwnProperty',
    '~standard',
  ])('leaves "%s", which is not in it, as text', (type) => {
    expect(parse(map, '{"bid":1}', type)).toBe('{"bid":1}')
  })

  test('may have types of such names', () => {
    const odd: ParseOption = Object.fromEntries(
      ['__proto__', 'constructor'].map((name) => [name, Number]),
    )
    expect(parse(odd, '1', '__proto__')).toBe(1)
    expect(parse(odd, '2', 'constructor')).toBe(2)
  })

  test('may have no prototype', () => {
    const bare: ParseOption = Object.assign(Object.create(null), { count: Number })
    expect(parse(bare, '1', 'count')).toBe(1)
    expect(parse(bare, '1', 'toString')).toBe('1')
  })

  test('may be empty', () => {
    expect(parse({}, 'a')).toBe('a')
  })
})
