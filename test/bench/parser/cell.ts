// One cell of the table, in a process of its own: so no cell is slowed down by what the engine has learned from another.
import { answer } from '../process/answer.ts'
import { interleave } from '../rounds.ts'
import { readersOf, type Reader } from './contenders.ts'
import { corpora } from './corpora.ts'
import { type Chunk, type Cut, cutUp, type Form } from './cuts.ts'
import { largeEvent } from './large-event.ts'

/** What is measured in this process. */
export interface Question {
  corpus: string | { largeEvent: number }
  cut: Cut
  form: Form
  rounds: number
  seconds: number
  against?: string | undefined
}

/** Megabytes a second, of wall time and of the process's CPU time, a round each, by contender. */
export type Answer = [contender: string, rates: { wall: number[]; cpu: number[] }][]

await answer(async ({ corpus, cut, form, rounds, seconds, against }: Question): Promise<Answer> => {
  const chunks =
    typeof corpus === 'object'
      ? largeEvent(corpus.largeEvent)
      : cutUp(
          corpora.find(({ name }) => name === corpus)!,
          cut,
          form,
        )
  const size = chunks.reduce((sum, chunk) => sum + Buffer.byteLength(chunk), 0)
  const readers = await readersOf(form, against)
  const found = await interleave([...readers.keys()], rounds, (name) =>
    measure(readers.get(name)!, chunks, size, seconds),
  )
  return Array.from(found, ([name, { wall, cpu }]) => [
    name,
    { wall: [...wall.values], cpu: [...cpu.values] },
  ])
})

function measure(read: Reader, chunks: Chunk[], size: number, seconds: number) {
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
