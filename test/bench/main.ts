// `npm run bench`: measures millrace beside its peers. See `--help`.
import { cpus } from 'node:os'
import { install } from './install.ts'
import { type Options, readOptions, usage } from './options.ts'
import type { Report } from './report.ts'

/** Loaded when the peers are there. */
const suites: Record<string, (options: Options) => Promise<Report[]>> = {
  parser: async (options) => (await import('./parser/suite.ts')).measureParsers(options),
  stream: async (options) => (await import('./stream/suite.ts')).measureStreams(options),
  memory: async (options) => (await import('./memory/suite.ts')).measureMemory(options),
  websocket: async (options) => (await import('./websocket/suite.ts')).measureWebSocket(options),
  browser: async (options) => (await import('./browser/suite.ts')).measureBrowser(options),
  cold: async (options) => (await import('./cold/suite.ts')).measureCold(options),
  endurance: async (options) => (await import('./endurance/suite.ts')).measureEndurance(options),
  sizes: async () => (await import('./sizes/suite.ts')).measureSizes(),
}

const options = readOptions(Object.keys(suites))
if (options) await main(options)
else console.log(usage)

async function main(options: Options): Promise<void> {
  install()
  const { print, writeReports } = await import('./report.ts')
  console.log(`Node ${process.versions.node}, ${cpus().length} × ${cpus()[0]!.model}`)
  for (const suite of options.suites) {
    const reports = await suites[suite]!(options)
    reports.forEach(print)
    const runtime = suite === 'stream' && options.runtime !== 'node' ? `, ${options.runtime}` : ''
    const where = options.mixed ? `${runtime}, mixed` : runtime
    if (options.write) await writeReports(suite + where, reports)
  }
}
