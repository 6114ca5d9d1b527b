import { parseArgs } from 'node:util'

/** What the command line asks for. */
export interface Options {
  suites: string[]
  /** How often each contender is measured; a first time does not count. */
  rounds: number
  /** How long a measurement takes at least; `undefined`: as long as its suite finds right. */
  seconds: number | undefined
  /** A little of everything, to see that it works; the figures mean nothing. */
  quick: boolean
  /** Keep the figures in RESULTS.md. */
  write: boolean
  /** A regular expression for the contenders, or cells, to measure; the ones that ratios are of always are. */
  only: RegExp
  /** The `src` folder of another millrace, such as that of an older commit, to measure beside this one. */
  against: string | undefined
  /** As in a program that reads many streams. */
  mixed?: boolean | undefined
  /** What the clients of the stream suite run in. */
  runtime: string
}

export const usage = `npm run bench -- [suite …] [options]

suites: parser, stream, memory, websocket, browser, cold, endurance, sizes; default: all

--rounds N      rounds that count, contenders interleaved in each (default 7)
--seconds S     how long each measurement takes at least (default: by suite)
--only REGEXP   only the contenders (parser: the cells) whose name matches
--against DIR   measure the millrace whose src folder this is, too
--mixed         as in a program that reads many streams. parser: one process per corpus, cut in every way in turn, garbage
                collected before each sample; stream: each process has read with every client, garbage collected
                before each sample; browser: all clients in one page of Chromium
--runtime NAME  what the clients of the stream suite run in: node, deno, bun (default node)
--write         keep the figures in test/bench/RESULTS.md, and draw its plots
--quick         a little of everything, to see that it works`

/** Reads the command line; `undefined` if it asks for help. */
export function readOptions(suites: string[]): Options | undefined {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      rounds: { type: 'string' },
      seconds: { type: 'string' },
      only: { type: 'string', default: '' },
      against: { type: 'string' },
      runtime: { type: 'string', default: 'node' },
      mixed: { type: 'boolean', default: false },
      write: { type: 'boolean', default: false },
      quick: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.help) return undefined
  const { quick, write, against, mixed, runtime } = values
  const unknown = positionals.find((suite) => !suites.includes(suite))
  if (unknown !== undefined) throw new TypeError(`no suite '${unknown}'`)
  const seconds = values.seconds ?? (quick ? '0.01' : undefined)
  return {
    suites: positionals.length > 0 ? positionals : suites,
    rounds: positive('rounds', values.rounds ?? (quick ? '1' : '7')),
    seconds: seconds === undefined ? undefined : positive('seconds', seconds),
    only: new RegExp(values.only),
    quick,
    write,
    against,
    mixed,
    runtime,
  }
}

function positive(name: string, value: string): number {
  const number = Number(value)
  if (number > 0) return number
  throw new TypeError(`--${name}: expected a positive number, got '${value}'`)
}
