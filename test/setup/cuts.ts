import { toText } from './bytes.ts'

export type Chunk = Uint8Array | string

/** One way in which a network could hand over a stream. */
export interface Delivery {
  how: string
  chunks: Chunk[]
}

// `subarray` leaves views into one buffer, which is how Node's sockets hand over chunks.
function slice<C extends Chunk>(input: C, from: number, to?: number): C {
  return (typeof input === 'string' ? input.slice(from, to) : input.subarray(from, to)) as C
}

/** The whole, in two at every place, unit by unit, and unit by unit among empty chunks. */
export function deliveries(input: Chunk): Delivery[] {
  const unit = typeof input === 'string' ? 'UTF-16 unit' : 'byte'
  const places = Array.from({ length: input.length }, (_, at) => at)
  const units = places.map((at) => slice(input, at, at + 1))
  const empty = slice(input, 0, 0)
  return [
    { how: `whole (${unit}s)`, chunks: [input] },
    ...places.slice(1).map((at) => ({
      how: `cut in two before ${unit} ${at}`,
      chunks: [slice(input, 0, at), slice(input, at)],
    })),
    { how: `${unit} by ${unit}`, chunks: units },
    {
      how: `${unit} by ${unit}, among empty chunks`,
      chunks: [empty, ...units.flatMap((one) => [one, empty])],
    },
  ]
}

/** Every delivery as bytes, and as strings where the bytes are UTF-8. */
export function bytesAndTextDeliveries(input: Uint8Array): Delivery[] {
  const text = toText(input)
  return [...deliveries(input), ...(text === undefined ? [] : deliveries(text))]
}
