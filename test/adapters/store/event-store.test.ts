import { describe } from 'vitest'
import { FetchEventSource } from '../../../src/index.ts'
import { SharedEventSource } from '../../../src/shared.ts'
import { frameTests } from '../cases/frames.ts'
import { optionTests } from '../cases/options.ts'
import { replacementTests } from '../cases/replacement.ts'
import { resultTests } from '../cases/result.ts'
import { schemaTests } from '../cases/schemas.ts'
import { statusTests } from '../cases/status.ts'
import { subscriptionTests } from '../cases/subscriptions.ts'
import { useFrames } from '../framework.ts'
import { plain } from './framework.ts'

useFrames()
describe.for([
  plain('the store'),
  plain('the store over FetchEventSource', { source: FetchEventSource }),
  plain('the store over SharedEventSource', { source: SharedEventSource, key: 'a user' }),
])('$name', (framework) => {
  resultTests(framework)
  frameTests(framework)
  subscriptionTests(framework)
  schemaTests(framework)
  statusTests(framework)
  optionTests(framework)
})
// A source of another class tells of no connection that it replaces but one that was lost.
describe('the store', () => replacementTests(plain('the store')))
