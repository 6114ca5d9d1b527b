// One cell of the table, in a process of its own: so no cell is slowed down by what the engine has learned from another.
import { answer } from '../process/answer.ts'
import { interleave } from '../rounds.ts'
import { readersOf } from './contenders.ts'
import { corpora } from './corpora.ts'
import { type Cut, cutUp, type Form } from './cuts.ts'
import { largeEvent } from './large-event.ts'
import { measure } from './measure.ts'

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
