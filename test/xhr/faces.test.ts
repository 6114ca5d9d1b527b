// The faces over XMLHttpRequest, in Node: over a stand-in for React Native's, and over jsdom's.
import { JSDOM } from 'jsdom'
import { afterAll, beforeAll, describe, test, vi } from 'vitest'
import * as millrace from '../../src/index.ts'
import { createXhrFetch } from '../../src/xhr.ts'
import { faceCases } from '../faces/cases/index.ts'
import { casesFor, runCase } from '../faces/run-case.ts'
import { TestServerClient } from '../setup/client.ts'
import { startServer } from '../setup/server.ts'
import { catchUncaught } from '../setup/uncaught.ts'
import { NativeXhr } from './native-xhr.ts'
import { notOverXhr, overXhr } from './over-xhr.ts'

const testServer = await startServer()
const server = await TestServerClient.connect(testServer.url)
const { window } = new JSDOM('', { url: server.origin })
afterAll(() => {
  window.close()
  return testServer.close()
})

/** What is native there, and the stand-in's own here. */
const native = /^compression: |Blob|reads a data: URL|Authorization does not go|DELETE is done/

describe.for([
  { name: "a stand-in for React Native's", XMLHttpRequest: NativeXhr, cannot: native },
  // It knows no Blob but its own.
  { name: "jsdom's", XMLHttpRequest: window.XMLHttpRequest, cannot: /with a Blob/ },
])('over $name XMLHttpRequest', ({ XMLHttpRequest, cannot }) => {
  beforeAll(() => {
    vi.stubGlobal('XMLHttpRequest', XMLHttpRequest)
    return () => vi.unstubAllGlobals()
  })

  for (const [theme, cases] of Object.entries(casesFor('no page', faceCases))) {
    for (const faceCase of cases) {
      const name = `${theme}: ${faceCase.name}`
      if (notOverXhr.test(name) || cannot.test(name)) continue
      const faces = overXhr(millrace, createXhrFetch)
      test(name, () => runCase(faceCase, { millrace: faces, server, catchUncaught }))
    }
  }
})
