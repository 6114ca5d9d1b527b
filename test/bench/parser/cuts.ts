import { createRandom } from '../../setup/random.ts'
import type { Corpus } from './corpora.ts'

export type Chunk = Uint8Array | string

export const forms = ['bytes', 'strings'] as const
export type Form = (typeof forms)[number]

const random = createRandom(2)

/** How a network may cut a stream: the length of the next chunk; 'event' cuts by events instead. */
const lengths = {
  whole: () => Infinity,
  event: () => Infinity,
  '64 KiB': () => 1 << 16,
  '16 bytes': () => 16,
  '1–1500 at random': () => 1 + random(1500),
}
export type Cut = keyof typeof lengths
export const cuts = Object.keys(lengths) as Cut[]

/** The chunks of a stream; bytes as views of one buffer, as a socket gives them, strings each on its own, as a decoder does. */
export function cutUp({ events }: Corpus, cut: Cut, form: Form): Chunk[] {
  if (form === 'bytes') {
    if (cut === 'event') return events.map((event) => new TextEncoder().encode(event))
    const bytes = new TextEncoder().encode(events.join(''))
    return pieces(bytes.length, lengths[cut]).map(([from, to]) => bytes.subarray(from, to))
  }
  if (cut === 'event') return events.map(own)
  const text = events.join('')
  return pieces(text.length, lengths[cut]).map(([from, to]) => own(text.slice(from, to)))
}

function pieces(length: number, next: () => number): [from: number, to: number][] {
  const all: [number, number][] = []
  for (let from = 0; from < length; from = all.at(-1)![1]) {
    all.push([from, Math.min(from + next(), length)])
  }
  return all
}

/** The same text in a string that is no slice of another. */
function own(text: string): string {
  return JSON.parse(JSON.stringify(text)) as string
}
