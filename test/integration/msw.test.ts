import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { FetchEventSource } from '../../src/index.ts'
import { ticker } from './msw/handlers.ts'
import { mswRecipes } from './msw/recipes.ts'

const server = setupServer()

beforeAll(() => server.listen())
// sse() wants an EventSource to be there, which Node has not; this one will do.
beforeEach(() => void vi.stubGlobal('EventSource', FetchEventSource))
afterEach(() => {
  server.resetHandlers()
  vi.unstubAllGlobals()
})
afterAll(() => server.close())

describe('msw, in Node', () => {
  mswRecipes('https://example.com', (handler) => server.use(handler))

  test('sse() needs an EventSource', () => {
    vi.stubGlobal('EventSource', undefined)
    expect(ticker).toThrow('EventSource API is not supported')
  })
})
