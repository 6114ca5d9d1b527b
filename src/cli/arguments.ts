import { parseArgs, type ParseArgsConfig } from 'node:util'
import { UsageError } from './usage-error.ts'

const text = { type: 'string' } as const
const texts = { type: 'string', multiple: true } as const
const flag = { type: 'boolean' } as const

/** What a request is made of; `load` takes it too. */
const requestOptions = {
  header: { ...texts, short: 'H' },
  request: { ...text, short: 'X' },
  data: { ...texts, short: 'd' },
  json: texts,
  user: { ...text, short: 'u' },
  cookie: { ...texts, short: 'b' },
  'user-agent': { ...text, short: 'A' },
  'connect-timeout': text,
  'max-time': { ...text, short: 'm' },
  retry: text,
  insecure: { ...flag, short: 'k' },
  cacert: text,
  proxy: { ...text, short: 'x' },
  'last-event-id': text,
  'last-event-id-param': text,
  'idle-timeout': text,
  'event-timeout': text,
  'retry-status': text,
  'no-reconnect': flag,
  silent: { ...flag, short: 's' },
  'show-error': { ...flag, short: 'S' },
  // What is always so here, for those whose fingers add it.
  'no-buffer': { ...flag, short: 'N' },
  location: { ...flag, short: 'L' },
  fail: { ...flag, short: 'f' },
} as const

const streamOptions = {
  ...requestOptions,
  output: { ...text, short: 'o' },
  verbose: { ...flag, short: 'v' },
  'fail-with-body': flag,
  event: texts,
  format: text,
  timestamps: flag,
  'max-events': text,
  until: text,
  stats: flag,
  exec: text,
  record: text,
} as const

const replayOptions = {
  port: text,
  speed: text,
  'drop-every': text,
  once: flag,
  silent: { ...flag, short: 's' },
} as const

const loadOptions = {
  ...requestOptions,
  concurrency: { ...text, short: 'c' },
  format: text,
} as const

const migrateOptions = {
  write: flag,
  format: text,
} as const

type Options = NonNullable<ParseArgsConfig['options']>

/** The values of the options given, and the options in their order. */
export interface Parsed<Config extends Options> {
  operand: string
  values: Partial<ReturnType<typeof parseArgs<{ options: Config; strict: true }>>['values']>
  /** `-d` and `--json` in the order in which they were given, as they may be mixed. */
  ordered: { name: string; value: string }[]
}

export type RequestArguments = Parsed<typeof requestOptions>
export type StreamArguments = Parsed<typeof streamOptions>
export type ReplayArguments = Parsed<typeof replayOptions>
export type LoadArguments = Parsed<typeof loadOptions>
export type MigrateArguments = Parsed<typeof migrateOptions>

export const parseStream = (args: string[]): StreamArguments => parse(args, streamOptions, 'URL')
export const parseReplay = (args: string[]): ReplayArguments =>
  parse(args, replayOptions, 'recording', 'replay ')
export const parseLoad = (args: string[]): LoadArguments => parse(args, loadOptions, 'URL', 'load ')
/** Without a path, where it is run. */
export const parseMigrate = (args: string[]): MigrateArguments =>
  parse(args, migrateOptions, 'path', 'migrate ', '.')

function parse<Config extends Options>(
  args: string[],
  options: Config,
  operand: 'URL' | 'recording' | 'path',
  command = '',
  fallback?: string,
): Parsed<Config> {
  const place = { URL: 'URL', recording: 'FILE', path: '[PATH]' }[operand]
  const usage = `expected millrace ${command}${place} [options]; see millrace --help`
  const config = { args, options, allowPositionals: true, strict: true, tokens: true } as const
  let parsed: ReturnType<typeof parseArgs<typeof config>>
  try {
    parsed = parseArgs(config)
  } catch (error) {
    // What follows the first sentence on an unknown option is about operands that begin with a dash.
    const { message, code } = error as NodeJS.ErrnoException
    const isUnknown = code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION'
    const said = isUnknown ? message.split('. ')[0]! : message.replaceAll(/\s*\n\s*/g, ' ')
    throw new UsageError(`${said}; ${usage}`)
  }
  const [first = fallback, ...more] = parsed.positionals
  if (first === undefined || first === '') throw new UsageError(`No ${operand}: ${usage}`)
  if (more.length > 0)
    throw new UsageError(`One ${operand} at a time, and '${more[0]}' is a second one: ${usage}`)
  const ordered = parsed.tokens.flatMap((token) =>
    token.kind === 'option' && token.value !== undefined
      ? [{ name: token.name, value: token.value }]
      : [],
  )
  return { operand: first, values: parsed.values, ordered }
}
