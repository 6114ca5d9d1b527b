import { expect, test } from 'vitest'
import { missingFields } from './publishable.ts'

test('what only the publisher can know is named until it is filled in', () => {
  const filled = { repository: {}, homepage: 'https://example.com/' }
  expect(missingFields({})).toHaveLength(3)
  expect(missingFields(filled)).toEqual([expect.stringContaining('"bugs"')])
  expect(missingFields({ ...filled, bugs: {} })).toEqual([])
})
