import { UsageError } from './usage-error.ts'

/** The URL to ask, and the user and password that stood in it, which fetch takes none of. */
export function readTarget(operand: string): { url: string; user: string | undefined } {
  // As curl: without a scheme it is http.
  const text = /^[a-z][a-z\d+.-]*:\/\//i.test(operand) ? operand : `http://${operand}`
  let url: URL
  try {
    url = new URL(text)
  } catch {
    throw new UsageError(`'${operand}' is no URL; expected one such as https://example.com/events`)
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw new UsageError(
      `${url.protocol}// is nothing that millrace reads; use http:// or https://`,
    )
  const { username, password } = url
  const user = username ? `${decoded(username)}:${decoded(password)}` : undefined
  url.username = ''
  url.password = ''
  return { url: url.href, user }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
