// The only reader of globals here: what browsers have for tabs to know of each other.

interface Globals {
  navigator?: { locks?: LockManager }
  BroadcastChannel?: typeof BroadcastChannel
  crypto?: Partial<Crypto>
  origin?: string
  isSecureContext?: boolean
}

const globals = globalThis as Globals

/** Why this page cannot share with others; `undefined`: it can, as far as it can be seen without trying. */
export function whyAlone(): string | undefined {
  if (globals.isSecureContext === false) return 'this is no secure context'
  // Sandboxed, or from a file: such a page shares with no other.
  if (globals.origin === 'null') return 'the origin is opaque'
  if (!globals.navigator?.locks) return 'there are no Web Locks'
  if (!globals.BroadcastChannel) return 'there is no BroadcastChannel'
  if (!globals.crypto?.subtle) return 'there is no SubtleCrypto'
  return undefined
}

export function locks(): LockManager {
  return globals.navigator!.locks!
}

export function openChannel(name: string): BroadcastChannel {
  return new globals.BroadcastChannel!(name)
}

export function randomId(): string {
  return globals.crypto?.randomUUID?.() ?? ''
}

/** In hexadecimal digits. */
export async function sha256(text: string): Promise<string> {
  const digest = await globals.crypto!.subtle!.digest('SHA-256', new TextEncoder().encode(text))
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** Calls back before the page may be frozen or cached, and when it is back. Returns what ends it. */
export function onSleep(sleep: () => void, wake: () => void): () => void {
  const pages: [Partial<EventTarget> | undefined, string, () => void][] = [
    [globalThis, 'pagehide', sleep],
    [globalThis, 'pageshow', wake],
    [globalThis.document, 'freeze', sleep],
    [globalThis.document, 'resume', wake],
  ]
  for (const [target, type, run] of pages) target?.addEventListener?.(type, run)
  return () => {
    for (const [target, type, run] of pages) target?.removeEventListener?.(type, run)
  }
}
