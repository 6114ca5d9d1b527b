import { sha256 } from './tabs.ts'
import { PROTOCOL } from './messages.ts'
import type { SharedSettings } from './shared-options.ts'

/** What two instances must have in common to share a connection. No header is in it. */
export function identityOf(
  url: string,
  { method, requestInit, lastEventIdParam, key }: SharedSettings,
): string {
  const credentials = requestInit['credentials'] ?? 'same-origin'
  return JSON.stringify([url, method, credentials, lastEventIdParam ?? null, key ?? null])
}

/** The name of both the lock and the channel. Hashed, as any script of the origin can list locks, and a URL may hold a token. */
export async function channelName(identity: string): Promise<string> {
  return `millrace/${PROTOCOL}/${await sha256(identity)}`
}
