// One corpus in a process of its own, cut in every way in turn, with the garbage collected before each sample: as a program
// that reads many streams, one after the other.
import { answer } from '../process/answer.ts'
import { interleave } from '../rounds.ts'
import { readersOf, type Reader } from './contenders.ts'
import { corpora } from './corpora.ts'
import { type Chunk, type Cut, cutUp, type Form, forms } from './cuts.ts'
import { measure } from './measure.ts'
import type { Answer } from './cell.ts'

export const mixedCuts = ['whole', '64 KiB', '16 bytes', '1–1500 at random'] as const

/** What is measured in this process. */
export interface MixedQuestion {
  corpus: string
  /** Whether every other corpus is read before, by every contender. */
  afterOthers: boolean
  rounds: number
  seconds: number
  against?: string | undefined
}

export type MixedAnswer = { cut: Cut; form: Form; rates: Answer }[]

await answer(async (question: MixedQuestion): Promise<MixedAnswer> => {
  const { corpus, afterOthers, rounds, seconds, against } = question
  const gc = globalThis.gc!
  const readers = {
    bytes: await readersOf('bytes', against),
    strings: await readersOf('strings', against),
  }
  if (afterOthers) for (const { name } of corpora) if (name !== corpus) readAll(name, readers)

  const blocks = forms.flatMap((form) =>
    mixedCuts.map((cut) => {
      const chunks = chunksOf(corpus, cut, form)
      return { cut, form, chunks, size: sizeOf(chunks) }
    }),
  )
  const samples = [...readers.bytes.keys()].flatMap((name) =>
    blocks.map((block) => ({ name, ...block })),
  )
  // By block, so that what a ratio is made of was measured close together.
  samples.sort((a, b) => index(a) - index(b))
  function index({ cut, form }: { cut: Cut; form: Form }) {
    return blocks.findIndex((block) => block.cut === cut && block.form === form)
  }
  const found = await interleave(samples, rounds, ({ name, form, chunks, size }) => {
    gc()
    return measure(readers[form].get(name)!, chunks, size, seconds)
  })
  return blocks.map(({ cut, form }) => ({
    cut,
    form,
    rates: [...found]
      .filter(([sample]) => sample.cut === cut && sample.form === form)
      .map(([{ name }, { wall, cpu }]) => [name, { wall: [...wall.values], cpu: [...cpu.values] }]),
  }))
})

function chunksOf(name: string, cut: Cut, form: Form): Chunk[] {
  return cutUp(
    corpora.find((corpus) => corpus.name === name)!,
    cut,
    form,
  )
}

function sizeOf(chunks: Chunk[]): number {
  return chunks.reduce((sum, chunk) => sum + Buffer.byteLength(chunk), 0)
}

/** Flat strings and bytes, slices of larger strings, and concatenations. */
function readAll(name: string, readers: { [form in Form]: Map<string, Reader> }): void {
  let used = 0
  const use = (data: string) => void (used += data.length)
  for (const form of forms) {
    for (const cut of mixedCuts) {
      const chunks = chunksOf(name, cut, form)
      for (const read of readers[form].values()) {
        read(chunks, use)
        if (form === 'bytes') continue
        read(
          (chunks as string[]).map((chunk) => ` ${chunk} `.slice(1, -1)),
          use,
        )
        read(
          (chunks as string[]).map((chunk) => chunk.slice(0, 20) + chunk.slice(20)),
          use,
        )
      }
    }
  }
  if (used === 0) throw new Error('nothing was read')
}
