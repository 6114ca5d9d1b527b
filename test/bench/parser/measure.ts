import type { Reader } from './contenders.ts'
import type { Chunk } from './cuts.ts'

/** Megabytes a second, of wall time and of the process's CPU time. */
export function measure(read: Reader, chunks: Chunk[], size: number, seconds: number) {
  let used = 0
  // Reads the last character, so that a concatenation is made into the text that it stands for.
  const use = (data: string) => void (used += data.charCodeAt(data.length - 1))
  let passes = 0
  let cpu: number
  const before = process.cpuUsage()
  const start = performance.now()
  // So much CPU time, not wall time: a machine that is shared changes only the latter.
  do {
    read(chunks, use)
    passes++
    const { user, system } = process.cpuUsage(before)
    cpu = (user + system) / 1e6
  } while (cpu < seconds)
  const wall = (performance.now() - start) / 1000
  if (used === 0) throw new Error('nothing was read')
  const megabytes = (size * passes) / 1e6
  return { wall: megabytes / wall, cpu: megabytes / cpu }
}
