/** The bytes in so many chunks, none empty, or in chunks of these sizes and the rest. */
export function cut(source: Uint8Array | string, chunks: number | readonly number[]): Uint8Array[] {
  const bytes = typeof source === 'string' ? new TextEncoder().encode(source) : source
  const ends: number[] = []
  if (typeof chunks === 'number') {
    const count = Math.min(chunks, bytes.length)
    for (let index = 1; index < count; index++)
      ends.push(Math.floor((bytes.length * index) / count))
  } else {
    for (const size of chunks) ends.push((ends.at(-1) ?? 0) + size)
  }
  return [...ends, bytes.length].map((end, index) => bytes.slice(ends[index - 1] ?? 0, end))
}
