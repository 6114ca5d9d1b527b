import { baseURL } from '../platform.ts'
import { redactURL } from '../session/redact-url.ts'

/** "Let urlRecord be the result of encoding-parsing a URL given url, relative to settings." */
export function resolveURL(url: string | URL): string {
  const base = baseURL()
  try {
    const resolved = new URL(url, base)
    return resolved.href
  } catch {
    // "If urlRecord is failure, then throw a "SyntaxError" DOMException."
    const advice =
      base === undefined
        ? "; there is no document or location to resolve a relative URL against: give an absolute one, such as 'https://example.com/events'"
        : ''
    throw new DOMException(`'${redactURL(String(url))}' is not a valid URL${advice}`, 'SyntaxError')
  }
}
