import { setTimeout as sleep } from 'node:timers/promises'

/** A step that takes longer, in milliseconds, will not come about any more. */
const LIMIT = 20_000

/** Waits for something, and says how long that took. */
export async function step(what: string, isSo: () => boolean | Promise<boolean>): Promise<void> {
  const start = performance.now()
  while (!(await isSo())) {
    if (performance.now() - start > LIMIT) throw new Error(`Not within ${LIMIT} ms: ${what}`)
    await sleep(10)
  }
  console.log(`${what}: ${Math.round(performance.now() - start)} ms`)
}
