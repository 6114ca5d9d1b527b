import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import type { Requirement } from '../setup/requirements.ts'

/** Programs of the system that the program is compared to, or shown in. */
export const curlCommand: string | undefined = find('curl')
export const jqCommand: string | undefined = find('jq')
/** Runs a command on a pseudo-terminal. */
export const scriptCommand: string | undefined = find('script')

export const commands: Requirement[] = [
  { name: 'curl', get: 'apt-get install curl', isInstalled: () => curlCommand !== undefined },
  { name: 'jq', get: 'apt-get install jq', isInstalled: () => jqCommand !== undefined },
  {
    name: 'script',
    get: 'apt-get install bsdutils',
    isInstalled: () => scriptCommand !== undefined,
  },
]

function find(name: string): string | undefined {
  return (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find((path) => existsSync(path))
}
