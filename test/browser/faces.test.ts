// In a browser, with the server in a process of its own.
import { describe, inject, test } from 'vitest'
import * as millrace from '../../src/index.ts'
import { faceCases } from '../faces/cases/index.ts'
import { casesFor, runCase } from '../faces/run-case.ts'
import { TestServerClient } from '../setup/client.ts'
import { catchUncaught } from '../setup/uncaught.ts'

const server = await TestServerClient.connect(inject('serverUrl'))

for (const [theme, cases] of Object.entries(casesFor('page', faceCases))) {
  describe(theme, () => {
    for (const faceCase of cases) {
      test(faceCase.name, () => runCase(faceCase, { millrace, server, catchUncaught }))
    }
  })
}
