import type { Attempt } from 'millrace'

export type Authorize = (attempt?: Pick<Attempt, 'error'>) => Promise<Record<string, string>>

/** A `headers` function for that user: the token there is, or a new one if the server did not take it. */
export function authorizing(user: string): Authorize {
  let token: Promise<string> | undefined
  return async (attempt) => {
    if (!token || attempt?.error?.status === 401) {
      const requested = requestToken(user)
      token = requested
      // One that could not be had is asked for again by the next attempt.
      requested.catch(() => {
        if (token === requested) token = undefined
      })
    }
    return { authorization: `Bearer ${await token}` }
  }
}

async function requestToken(user: string): Promise<string> {
  const response = await fetch(`/api/token?user=${encodeURIComponent(user)}`, { method: 'POST' })
  if (!response.ok) throw new Error(`No token: status ${response.status}`)
  return response.text()
}
