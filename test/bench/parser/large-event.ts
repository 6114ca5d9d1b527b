const SIZE = 16 << 20

/** One event of 16 MiB, in chunks of that many bytes. */
export function largeEvent(length: number): Uint8Array[] {
  const bytes = new Uint8Array(SIZE).fill(97)
  bytes.set(new TextEncoder().encode('data: '))
  bytes.set([10, 10], SIZE - 2)
  return Array.from({ length: Math.ceil(SIZE / length) }, (_, at) =>
    bytes.subarray(at * length, (at + 1) * length),
  )
}
