// In a browser, msw answers from its service worker.
import { setupWorker } from 'msw/browser'
import { afterAll, afterEach, beforeAll, describe } from 'vitest'
import { mswRecipes } from '../integration/msw/recipes.ts'

const worker = setupWorker()

beforeAll(() => worker.start({ quiet: true }))
afterEach(() => worker.resetHandlers())
afterAll(() => worker.stop())

describe('msw, in a page', () => {
  mswRecipes('', (handler) => worker.use(handler))
})
