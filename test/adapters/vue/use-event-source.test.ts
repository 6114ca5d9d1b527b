import { describe } from 'vitest'
import { frameTests } from '../cases/frames.ts'
import { optionTests } from '../cases/options.ts'
import { replacementTests } from '../cases/replacement.ts'
import { resultTests } from '../cases/result.ts'
import { schemaTests } from '../cases/schemas.ts'
import { statusTests } from '../cases/status.ts'
import { subscriptionTests } from '../cases/subscriptions.ts'
import { useFrames } from '../framework.ts'
import { vue } from './framework.ts'

useFrames()
describe(vue.name, () => {
  resultTests(vue)
  frameTests(vue)
  subscriptionTests(vue)
  schemaTests(vue)
  statusTests(vue)
  optionTests(vue)
  replacementTests(vue)
})
