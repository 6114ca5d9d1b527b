/** A whole number from 0 up to, and without, `below`. */
export type Random = (below: number) => number

/** mulberry32: small, fast, and good enough to pick tokens; neighbouring seeds give unrelated numbers. */
export function createRandom(seed: number): Random {
  let state = seed | 0
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}

/** The same streams in every run, unless told otherwise: `STREAM_SEED=1 npm test`. */
export const streamSeed = Number(globalThis.process?.env['STREAM_SEED'] ?? 20_260_101)
