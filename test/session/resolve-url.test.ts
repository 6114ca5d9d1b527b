import { afterEach, describe, expect, test, vi } from 'vitest'
import { FetchEventSource, fetchEvents } from '../../src/index.ts'

afterEach(() => {
  vi.unstubAllGlobals()
})

const faces = {
  FetchEventSource: (url: string | URL) => {
    const source = new FetchEventSource(url)
    source.close()
    return source
  },
  fetchEvents: (url: string | URL) => fetchEvents(url),
}

function thrownBy(run: () => unknown): unknown {
  try {
    run()
  } catch (error) {
    return error
  }
  return undefined
}

describe.for(Object.entries(faces))('%s', ([, open]) => {
  test.for(['http://', 'https://exa mple.com/', 'http://[::1', '//'])(
    '%s is a SyntaxError, as a DOMException',
    (url) => {
      const error = thrownBy(() => open(url))
      expect(error).toBeInstanceOf(DOMException)
      expect(error).toMatchObject({ name: 'SyntaxError' })
    },
  )

  test('a relative URL with nothing to resolve it against says so, and what to do', () => {
    const error = thrownBy(() => open('/events'))
    expect(error).toBeInstanceOf(DOMException)
    expect(error).toMatchObject({
      name: 'SyntaxError',
      message: expect.stringMatching(/'\/events'.*relative.*absolute/),
    })
  })

  test('an invalid URL has no advice that would not help', () => {
    vi.stubGlobal('location', { href: 'https://example.com/' })
    expect(thrownBy(() => open('http://['))).toMatchObject({
      message: expect.not.stringContaining('relative'),
    })
  })

  test("a relative URL is resolved against the worker's location", () => {
    vi.stubGlobal('location', { href: 'https://example.com/app/worker.js' })
    expect(open('events').url).toBe('https://example.com/app/events')
  })

  test("a document's base URL goes before its location", () => {
    vi.stubGlobal('location', { href: 'https://example.com/app/' })
    vi.stubGlobal('document', { baseURI: 'https://cdn.example.com/base/' })
    expect(open('events?a=1').url).toBe('https://cdn.example.com/base/events?a=1')
  })

  test('a URL object is taken as it is', () => {
    expect(open(new URL('https://example.com/é?q=ü#part')).url).toBe(
      'https://example.com/%C3%A9?q=%C3%BC#part',
    )
  })
})
