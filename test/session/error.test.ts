import { readFileSync } from 'node:fs'
import { createContext, runInContext } from 'node:vm'
import { transpileModule, ModuleKind } from 'typescript'
import { inspect } from 'node:util'
import { describe, expect, test } from 'vitest'
import { EventSourceError } from '../../src/errors.ts'

/** The class of another copy of the package, evaluated in that context. */
function errorClassOf(context: object): typeof EventSourceError {
  const source = readFileSync(new URL('../../src/errors.ts', import.meta.url), 'utf8')
  const compilerOptions = { module: ModuleKind.CommonJS, target: 99 }
  const { outputText } = transpileModule(source, { compilerOptions })
  const code = `((exports) => { ${outputText}; return exports.EventSourceError })({})`
  return runInContext(code, createContext(context))
}

describe('EventSourceError.is', () => {
  test('knows its own', () => {
    expect(EventSourceError.is(new EventSourceError('network', 'lost'))).toBe(true)
  })

  test('knows those of another copy of the package, and they know ours', async () => {
    const copy = '../../src/errors.ts?copy'
    const other: typeof import('../../src/errors.ts') = await import(/* @vite-ignore */ copy)
    expect(other.EventSourceError).not.toBe(EventSourceError)
    const error = new other.EventSourceError('network', 'lost')
    expect(error).not.toBeInstanceOf(EventSourceError)
    expect(EventSourceError.is(error)).toBe(true)
    expect(other.EventSourceError.is(new EventSourceError('network', 'lost'))).toBe(true)
  })

  test('knows those of another realm, and they know ours', () => {
    const Other = errorClassOf({})
    const error = new Other('network', 'lost')
    expect(error).not.toBeInstanceOf(Error)
    expect(EventSourceError.is(error)).toBe(true)
    expect(Other.is(new EventSourceError('network', 'lost'))).toBe(true)
  })

  test.for([
    undefined,
    null,
    0,
    '',
    'EventSourceError',
    Symbol.for('millrace.EventSourceError'),
    {},
    { name: 'EventSourceError', code: 'network' },
    new Error('EventSourceError'),
    new DOMException('', 'AbortError'),
    () => {},
    EventSourceError,
    Object.create(null),
  ])('knows that %o is none', (value) => {
    expect(EventSourceError.is(value)).toBe(false)
  })
})

describe('an EventSourceError', () => {
  test('is an Error with a name, a message, a stack and a cause', () => {
    const cause = new TypeError('fetch failed')
    const error = new EventSourceError('network', 'The connection failed', { cause, attempt: 3 })
    expect(error).toBeInstanceOf(Error)
    expect(String(error)).toBe('EventSourceError: network: The connection failed')
    expect(error.stack).toContain('error.test.ts')
    expect(error).toMatchObject({ code: 'network', attempt: 3, cause })
  })

  test('has no fields that do not apply', () => {
    const error = new EventSourceError('network', 'lost')
    expect(Object.keys(error)).toEqual(['code', 'attempt', 'phase'])
    expect('cause' in error).toBe(false)
    expect('response' in error).toBe(false)
  })

  test('keeps a cause of undefined', () => {
    const error = new EventSourceError('request', 'threw', { cause: undefined })
    expect('cause' in error).toBe(true)
  })

  test('gives its response to who asks for it, and to no log', () => {
    const response = new Response('secret', { status: 500, headers: { 'set-cookie': 'secret' } })
    const error = new EventSourceError('http-status', 'status 500', { response, status: 500 })
    expect(error.response).toBe(response)
    expect(JSON.parse(JSON.stringify(error))).toEqual({
      name: 'EventSourceError',
      message: 'http-status: status 500',
      code: 'http-status',
      attempt: 0,
      phase: 'streaming',
      status: 500,
    })
    expect(inspect(error)).not.toContain('secret')
  })
})
