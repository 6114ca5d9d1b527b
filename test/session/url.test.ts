// What is read of a URL, and what of it may be told.
import { afterEach, describe, expect, test, vi } from 'vitest'
import {
  fitsParameter,
  originOf,
  parameterOf,
  redactText,
  redactURL,
  resolveURL,
  whyFutile,
  withParameter,
} from '../../src/session/url.ts'

afterEach(() => {
  vi.unstubAllGlobals()
})

describe('what may be a credential is not told', () => {
  test.for([
    ['https://user:sesame@example.com/a?key=sesame#sesame', 'https://example.com/a'],
    ['https://example.com/a#sesame', 'https://example.com/a'],
    ['https://example.com/a?key=\nsesame', 'https://example.com/a'],
    ['//user:sesame@example.com', '//example.com'],
    ['/a?key=sesame', '/a'],
    ['https://example.com/@a/b', 'https://example.com/@a/b'],
  ])('of %j is told %j', ([url, told]) => {
    expect(redactURL(url!)).toBe(told)
  })

  test.for([
    ['at https://u:p@a.example/x?key=1#f of', 'at https://a.example/x of'],
    ['got "http://b.example/?key=2", twice', 'got "http://b.example/", twice'],
    ['<WSS://c.example/?key=3> and web+a-b.1://d?key=4', '<WSS://c.example/> and web+a-b.1://d'],
    ['what? nothing #1', 'what? nothing #1'],
  ])('of the text %j is told %j', ([text, told]) => {
    expect(redactText(text!)).toBe(told)
  })

  test('the error of an invalid URL says which, without its query', () => {
    expect(() => resolveURL('http://[/a?key=sesame')).toThrow(
      /^'http:\/\/\[\/a' is not a valid URL/,
    )
  })
})

test('where there is a page, the error of an invalid URL advises nothing', () => {
  vi.stubGlobal('location', { href: 'https://example.com/' })
  expect(() => resolveURL('http://[')).toThrow(/^'http:\/\/\[' is not a valid URL$/)
})

describe('what no fetch can do is not tried', () => {
  test.for(['about:blank', 'ftp://a/', 'javascript:1', 'mailto:a@b', 'ws://a/', 'wss://a/'])(
    '%s, whose scheme is named',
    (url) => expect(whyFutile(url)).toContain(`cannot do ${url.slice(0, url.indexOf(':') + 1)}`),
  )

  test.for(['https://user@example.com/', 'http://user:sesame@example.com'])(
    '%s, and what to do is said',
    (url) => {
      expect(whyFutile(url)).toMatch(/credentials.*Authorization/)
      expect(whyFutile(url)).not.toContain('sesame')
    },
  )

  test.for([
    'https://example.com/@a',
    'https://example.com?to=a@b',
    'https://example.com#a@b',
    'https://example.com/?to=mailto:a',
    'blob:https://user@example.com/',
    'web+ftp://a/',
  ])('%s is tried', (url) => expect(whyFutile(url)).toBeUndefined())
})

describe('the origin of an event', () => {
  test('is that of its URL, relative to the one that was asked for', () => {
    expect(originOf('/events', 'https://a.example/x')).toBe('https://a.example')
    expect(originOf('https://a.example/events', 'https://b.example/')).toBe('https://a.example')
    expect(originOf('https://a.example.org/', 'https://b.example/')).toBe('https://a.example.org')
    expect(originOf('//c.example:8443/', 'https://b.example/')).toBe('https://c.example:8443')
  })

  test('is found also where a URL cannot tell it, as in React Native', () => {
    vi.stubGlobal(
      'URL',
      class {
        get origin(): string {
          throw new Error('not implemented')
        }
      },
    )
    for (const origin of ['https://react.example:8443', 'http://react.example'])
      for (const rest of ['', '/events', '?a', '#a'])
        expect(originOf(origin + rest, origin)).toBe(origin)
    expect(originOf('data:,https://a.example/', 'http://react.example')).toBe('null')
  })
})

describe('the query parameter of the last event ID', () => {
  const url = 'https://example.com/events'

  test('is read as it is meant', () => {
    expect(parameterOf(`${url}?a=1&id=b+%C3%A9`, 'id')).toBe('b é')
    expect(parameterOf(url, 'id')).toBe('')
  })

  test.for([
    ['', '', ''],
    ['', '7', '?id=7'],
    ['#part', '7', '?id=7#part'],
    ['?', '', '?'],
    ['?id=7', '7', '?id=7'],
    ['?id=7', '', ''],
    ['?id', '', ''],
    ['?%69d=1', '2', '?id=2'],
    ['?a=%20x&id=1&b=+&id=2', 'é', '?a=%20x&b=+&id=%C3%A9'],
  ])('%j with ID %j is %j', ([query, id, expected]) => {
    expect(withParameter(url + query, 'id', id!)).toBe(url + expected)
  })

  test('may be so long, as it is written', () => {
    expect(fitsParameter('a'.repeat(9), 10)).toBe(true)
    expect(fitsParameter('a'.repeat(10), 10)).toBe(false)
    expect(fitsParameter('éé', 13)).toBe(true)
    expect(fitsParameter('éé', 12)).toBe(false)
  })
})
