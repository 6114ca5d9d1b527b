/** Sockets that are only kept for later are closed after some seconds. */
const LIMIT = 15_000

interface Globals {
  process?: { getActiveResourcesInfo?: () => string[] }
}

/** What sockets and timers are left, where that can be told: only Node tells. */
export async function leftovers(): Promise<string[]> {
  const { process } = globalThis as Globals
  const look = process?.getActiveResourcesInfo
  if (!look || 'Deno' in globalThis || 'Bun' in globalThis) return []
  const end = performance.now() + LIMIT
  for (;;) {
    const left = look().filter((name) => name === 'TCPSocketWrap' || name === 'Timeout')
    if (left.length === 0) return []
    if (performance.now() > end) return left.map((name) => `A ${name} is left`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
