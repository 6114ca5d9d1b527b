// In Node, with the server in the same process.
import { afterAll, describe, test } from 'vitest'
import * as millrace from '../../src/index.ts'
import { TestServerClient } from '../setup/client.ts'
import { startServer } from '../setup/server.ts'
import { catchUncaught } from '../setup/uncaught.ts'
import { faceCases } from './cases/index.ts'
import { casesFor, runCase } from './run-case.ts'

const testServer = await startServer()
const server = await TestServerClient.connect(testServer.url)
afterAll(() => testServer.close())

for (const [theme, cases] of Object.entries(casesFor('no page', faceCases))) {
  describe(theme, () => {
    for (const faceCase of cases) {
      test(faceCase.name, () => runCase(faceCase, { millrace, server, catchUncaught }))
    }
  })
}
