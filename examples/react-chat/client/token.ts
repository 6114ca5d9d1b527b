import type { Attempt } from 'millrace'

let token: Promise<string> | undefined

/** The headers of a request: with the token there is, or with a new one if the server did not take that. */
export async function authorize({ error }: Attempt): Promise<Record<string, string>> {
  if (!token || error?.status === 401) token = requestToken()
  return { authorization: `Bearer ${await token}`, 'content-type': 'application/json' }
}

async function requestToken(): Promise<string> {
  const response = await fetch('/api/token', { method: 'POST' })
  return response.text()
}
