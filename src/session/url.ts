import { baseURL } from '../platform/page.ts'
import { domException } from '../platform/realm.ts'

/** "Let urlRecord be the result of encoding-parsing a URL given url, relative to settings." */
export function resolveURL(url: string | URL): string {
  const base = baseURL()
  try {
    return new URL(url, base).href
  } catch {
    // "If urlRecord is failure, then throw a "SyntaxError" DOMException."
    const advice =
      base === undefined
        ? "; there is no document or location to resolve a relative URL against: give an absolute one, such as 'https://example.com/events'"
        : ''
    throw domException(`'${redactURL(String(url))}' is not a valid URL${advice}`, 'SyntaxError')
  }
}

/** "unless the user agent knows that to be futile, in which case the user agent may fail the connection": what no fetch does. */
export function whyFutile(url: string): string | undefined {
  const scheme = /^(?:about|ftp|javascript|mailto|wss?):/.exec(url)?.[0]
  if (scheme) return `fetch cannot do ${scheme} URLs`
  if (/^https?:\/\/[^/?#]*@/.test(url))
    return 'fetch takes no credentials in a URL; send an Authorization header'
  return undefined
}

/** A URL, valid or not, without what may be a credential: its user name and password, its query and its fragment. */
export function redactURL(url: string): string {
  return url.replace(/[?#].*/s, '').replace(/\/\/[^/]*@/, '//')
}

/** A text with every URL in it redacted, up to the next space or quotation mark, which no URL has. */
export function redactText(text: string): string {
  return text.replace(/\b[a-z][a-z\d+.-]*:\/\/[^\s"<>]*/gi, redactURL)
}

let lastOrigin = 'null'

/** The origin of a URL, relative to another. Connections to one server share the string: 90 bytes of each, and no URL to parse (`npm run bench -- memory`). */
export function originOf(url: string, base: string): string {
  if (url.startsWith(`${lastOrigin}/`)) return lastOrigin
  try {
    return (lastOrigin = new URL(url, base).origin)
  } catch {
    // React Native's URL has no origin.
    return /^https?:\/\/[^/?#]*/.exec(url)?.[0] ?? 'null'
  }
}

/** The value that a URL gives a query parameter; `''` if it has none. */
export function parameterOf(url: string, name: string): string {
  return new URL(url).searchParams.get(name) ?? ''
}

/** Whether a value takes no more than so many characters of a query. */
export function fitsParameter(value: string, limit: number): boolean {
  // The length first: a value may have megabytes.
  return value.length <= limit && String(new URLSearchParams([['', value]])).length <= limit
}

/** Sets a query parameter, or takes it out if the value is empty. The rest of the query stays as it is written, so that a signed URL stays valid. */
export function withParameter(url: string, name: string, value: string): string {
  const result = new URL(url)
  const query = result.search.slice(1)
  // Behind an ampersand, as URLSearchParams drops a leading question mark.
  const isOther = (part: string) => !new URLSearchParams(`&${part}`).has(name)
  const parts = query === '' ? [] : query.split('&').filter(isOther)
  if (value !== '') parts.push(String(new URLSearchParams([[name, value]])))
  const changed = parts.join('&')
  if (changed === query) return url
  // The setter takes one question mark off.
  result.search = changed && `?${changed}`
  return result.href
}
