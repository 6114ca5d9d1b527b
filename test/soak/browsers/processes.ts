import { readdirSync, readFileSync } from 'node:fs'

/** A process, as Linux tells of it. */
interface Process {
  pid: number
  parent: number
  command: string
  /** What it has used of a core, in seconds. */
  seconds: number
}

/** `getconf CLK_TCK`, which is the same on all Linux that Node runs on. */
const TICKS = 100

/** All that a process has started, itself included. */
export function familyOf(pid: number): Process[] {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => read(Number(name)))
  const family = all.filter((process) => process?.pid === pid)
  for (const { pid } of family as Process[])
    family.push(...all.filter((process) => process?.parent === pid))
  return family as Process[]
}

/** Memory of a process, what it shares with others divided among them, in bytes. */
export function memoryOf({ pid }: { pid: number }): number {
  try {
    const [, kilobytes] = /^Pss:\s+(\d+)/m.exec(
      readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'),
    ) ?? ['', '0']
    return Number(kilobytes) * 1024
  } catch {
    return 0
  }
}

function read(pid: number): Process | undefined {
  try {
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The name before it may hold anything.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const seconds = (Number(fields[11]) + Number(fields[12])) / TICKS
    return { pid, parent: Number(fields[1]), command, seconds }
  } catch {
    // It is gone.
    return undefined
  }
}
