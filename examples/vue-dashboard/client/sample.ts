import { type InferOutput, number, object } from 'valibot'

/** One measurement of the server. */
export const Sample = object({
  cpu: number(),
  memory: number(),
  requests: number(),
})

export type Metric = keyof InferOutput<typeof Sample>

/** With the number that the server gave it. */
export type Sample = InferOutput<typeof Sample> & { id: number }
