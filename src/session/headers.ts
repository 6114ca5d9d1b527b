/** What fetch would make of the option `headers`. Says what it takes in its own words: fetch's error would tell the value, a credential. */
export function readHeaders(headers: RequestInit['headers']): Record<string, string> {
  try {
    return headers == null ? {} : Object.fromEntries(new Headers(headers))
  } catch {
    throw new TypeError(
      'headers: expected names that are tokens, and values without line breaks or characters above U+00FF',
    )
  }
}
