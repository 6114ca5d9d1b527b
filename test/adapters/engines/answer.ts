import type { Endpoint } from '../../setup/client.ts'
import type { Screen } from './component.ts'

/** An answer of 10 000 tokens. */
export const tokens: number[] = Array.from({ length: 10_000 }, (_, index) => index)

/** So many of them are sent at a time. */
const PART = 50

/** Sends them over the open stream, as fast as the page can ask for it, and ends it. */
export async function answer(endpoint: Endpoint, some: number[] = tokens): Promise<void> {
  const parts = Array.from({ length: Math.ceil(some.length / PART) }, (_, part) =>
    some.slice(part * PART, (part + 1) * PART).map((token) => `data: ${token},\n\n`),
  )
  // At once, so that several get into a frame; on their way they may overtake each other.
  await Promise.all(parts.map((part) => endpoint.write(part.join(''))))
  await endpoint.end()
}

/** Those that a component shows, in their order. */
export function tokensIn(screen: Screen): number[] {
  const shown = screen.text.slice(2).split(',').slice(0, -1)
  return shown.map(Number).toSorted((a, b) => a - b)
}
