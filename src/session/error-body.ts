import { startBackgroundTimer } from '../platform/timers.ts'
import type { ChunkReader } from '../stream/chunks.ts'

/** For how long a refused response's body is read. */
const LIMIT = 5000

/** The text in the first `size` bytes of a body, as far as it comes in time; then the body is given up. A character that is cut is left out. */
export async function readErrorBody(reader: ChunkReader, size: number): Promise<string> {
  const decoder = new TextDecoder()
  let text = ''
  let left = size
  let cancelTimer: (() => void) | undefined
  const late = new Promise<{ done: true; value?: undefined }>((resolve) => {
    cancelTimer = startBackgroundTimer(() => resolve({ done: true }), LIMIT)
  })
  try {
    while (left > 0) {
      const { done, value } = await Promise.race([reader.read(), late])
      if (done || value === undefined) break
      const bytes = typeof value === 'string' ? new TextEncoder().encode(value) : value
      text += decoder.decode(bytes.subarray(0, left), { stream: true })
      left -= bytes.length
    }
  } catch {
    // What there is of it says more than that the rest was lost.
    left = 0
  } finally {
    cancelTimer?.()
    reader.cancel()
  }
  return text
}
