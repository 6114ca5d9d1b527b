/** Who follows the feed now. */
export const followers = new Set<AbortSignal>()

/** The user's own events, after the one that the client has: two, and then whatever happens until the client leaves. */
export async function* feed(lastEventId: string, signal: AbortSignal) {
  followers.add(signal)
  const seen = Number(lastEventId)
  for (let number = seen + 1; number <= seen + 2; number++) {
    yield { type: 'count', id: String(number), data: `number ${number}` }
  }
  await new Promise((resolve) => signal.addEventListener('abort', resolve))
  followers.delete(signal)
}
