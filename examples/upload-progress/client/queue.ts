/**
 * How many at once: each takes two connections, one up and one down, and HTTP/1.1 gives a page six. Were they all taken by
 * streams, no upload could begin, and the streams would wait for ever.
 */
const AT_ONCE = 2

const waiting: (() => void)[] = []
let running = 0

/** Runs `work` when it is its turn. */
export async function inTurn(work: () => Promise<void>): Promise<void> {
  if (running === AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve))
  else running++
  try {
    await work()
  } finally {
    const next = waiting.shift()
    if (next) next()
    else running--
  }
}
