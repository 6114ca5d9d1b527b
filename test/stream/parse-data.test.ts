import { expect, test } from 'vitest'
import { dataParser, type ParseOption } from '../../src/stream/parse-data.ts'

test.for([null, 5, 'json', true, { price: 5 }, { price: null }, { price: {} }])(
  'a parse of %j is refused, and what is expected is said',
  (parse) => {
    expect(() => dataParser(parse as never)).toThrow(
      new TypeError('parse: expected a function, a schema or a map of them by event type'),
    )
  },
)

test('all issues of a schema are told', () => {
  const issues = [{ message: 'no price' }, { message: 'no name' }]
  const schema = { '~standard': { version: 1, vendor: 'test', validate: () => ({ issues }) } }
  const event = { type: 'message', data: '{}', lastEventId: '', origin: '' }
  const error = dataParser(schema as ParseOption)!(event)
  expect(error?.message).toContain('no price; no name')
  expect(error?.cause).toMatchObject({ message: 'no price; no name', issues })
})
