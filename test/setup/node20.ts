import { fileURLToPath } from 'node:url'

/** The oldest Node that the package supports, installed beside the one that the tests run in. */
export const node20: string = fileURLToPath(
  new URL('../../node_modules/node20/bin/node', import.meta.url),
)
