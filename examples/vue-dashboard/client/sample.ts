import { type InferOutput, number, object } from 'valibot'

/** One measurement of the server. */
export const Sample = object({
  cpu: number(),
  heap: number(),
  delay: number(),
})

/** With the number that the server gave it. */
export type Sample = InferOutput<typeof Sample> & { id: number }
