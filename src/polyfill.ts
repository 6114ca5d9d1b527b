// `millrace/polyfill`: the one entry whose import does something. It leaves an `EventSource` that is there alone.
import { install } from './adapters/polyfill.ts'

install()

export { install }
export type { InstallOptions } from './adapters/polyfill.ts'
