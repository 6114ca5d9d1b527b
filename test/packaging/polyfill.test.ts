import { execFileSync } from 'node:child_process'
import { expect, inject, test } from 'vitest'

/** What a program prints, in a process of its own: this one's globals are not for a polyfill to change. */
function run(code: string, ...flags: string[]): unknown {
  const args = [...flags, '--input-type=module', '--eval', code]
  return JSON.parse(
    execFileSync(process.execPath, args, { cwd: inject('consumer'), encoding: 'utf8' }),
  )
}

const withNative = '--experimental-eventsource'

test('importing it installs FetchEventSource where there is no EventSource', () => {
  const code = `
    const before = 'EventSource' in globalThis
    await import('millrace/polyfill')
    const { FetchEventSource } = await import('millrace')
    console.log(JSON.stringify([before, EventSource === FetchEventSource]))
  `
  expect(run(code)).toEqual([false, true])
})

test('it is defined as Web IDL defines an interface', () => {
  const code = `
    await import('millrace/polyfill')
    const { value, ...attributes } = Object.getOwnPropertyDescriptor(globalThis, 'EventSource')
    console.log(JSON.stringify(attributes))
  `
  expect(run(code)).toEqual({ writable: true, enumerable: false, configurable: true })
})

test('the class keeps its name, whatever a bundler makes of it', () => {
  const code = `
    await import('millrace/polyfill')
    console.log(JSON.stringify(EventSource.name))
  `
  expect(run(code)).toBe('FetchEventSource')
})

test('importing it leaves an EventSource alone, and so does install()', () => {
  const code = `
    const native = EventSource
    const { install } = await import('millrace/polyfill')
    const installed = install()
    console.log(JSON.stringify([installed, EventSource === native]))
  `
  expect(run(code, withNative)).toEqual([false, true])
})

test('install({ force: true }) replaces it', () => {
  const code = `
    const { install } = await import('millrace/polyfill')
    const { FetchEventSource } = await import('millrace')
    const installed = install({ force: true })
    console.log(JSON.stringify([installed, EventSource === FetchEventSource]))
  `
  expect(run(code, withNative)).toEqual([true, true])
})

test('install() puts it back when it was deleted', () => {
  const code = `
    const { install } = await import('millrace/polyfill')
    delete globalThis.EventSource
    console.log(JSON.stringify([install(), typeof EventSource, install()]))
  `
  expect(run(code)).toEqual([true, 'function', false])
})

test('importing anything else installs nothing', () => {
  const code = `
    await import('millrace')
    await import('millrace/parser')
    console.log(JSON.stringify('EventSource' in globalThis))
  `
  expect(run(code)).toBe(false)
})

test('required, then imported, the first one stays', () => {
  const code = `
    import { createRequire } from 'node:module'
    const require = createRequire(process.cwd() + '/')
    require('millrace/polyfill')
    const first = EventSource
    await import('millrace/polyfill')
    console.log(JSON.stringify([first === require('millrace').FetchEventSource, EventSource === first]))
  `
  expect(run(code)).toEqual([true, true])
})
