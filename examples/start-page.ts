import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { build } from 'vite'

/** Builds the page in `root`, has it served, and says where: `--port` says at which port. */
export async function startPage(
  root: string,
  startServer: (port: number, page: string) => Promise<string>,
): Promise<void> {
  const { values } = parseArgs({ options: { port: { type: 'string', default: '0' } } })
  await build({ root, logLevel: 'warn' })
  console.log(await startServer(Number(values.port), join(root, 'dist')))
}
