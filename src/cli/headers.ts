import { exec } from 'node:child_process'
import { readFileSync } from 'node:fs'
import type { Attempt } from '../index.ts'
import { UsageError } from './usage-error.ts'

/** The headers of a request; a function where a command makes some, which is then asked before every attempt. */
export type RequestHeaders =
  | [string, string][]
  | ((attempt: Attempt) => Promise<[string, string][]>)

/** Lines of headers, at once or before every attempt. */
type Source = string | ((attempt: Attempt) => Promise<string>)

/**
 * Reads what `-H` was given: `Name: value`, `Name;` for an empty one, `Name:` to leave one of the defaults out, `@FILE` with
 * a header a line; and `@env:NAME` or `@cmd:COMMAND`, for all of a header or for its value.
 */
export function readHeaderOptions(
  given: string[],
  defaults: Record<string, string>,
): RequestHeaders {
  const sources = given.map(sourceOf)
  if (sources.every((source) => typeof source === 'string')) return merge(defaults, sources)
  return async (attempt) => {
    const asked = sources.map(async (it) => (typeof it === 'string' ? it : await it(attempt)))
    return merge(defaults, await Promise.all(asked))
  }
}

function sourceOf(option: string): Source {
  const [, name = '', kind, rest = ''] =
    /^([^:@\s]+:\s*)?@(env|cmd):(.*)$/s.exec(option) ?? ([] as (string | undefined)[])
  const line = (value: string) => (name ? name + value : headerLines(value))
  if (kind === 'env') {
    const value = process.env[rest]?.trim()
    if (!value)
      throw new UsageError(`-H ${option}: there is nothing in ${rest}; set it in the environment`)
    return line(value)
  }
  if (kind === 'cmd') {
    if (rest.trim() === '') throw new UsageError(`-H ${option}: expected a command after @cmd:`)
    return async (attempt) => line(await outputOf(rest, attempt))
  }
  if (option.startsWith('@')) return fileText('-H', option.slice(1))
  return option
}

/** A token as the header that it is for; what is a header already stays one. */
function headerLines(text: string): string {
  return /^[\w!#$%&'*+.^`|~-]+\s*[:;]/.test(text) ? text : `Authorization: Bearer ${text}`
}

/** What a command writes. It knows which attempt it is for, and the status that refused the one before. */
function outputOf(command: string, { number, error, signal }: Attempt): Promise<string> {
  const env = {
    ...process.env,
    MILLRACE_ATTEMPT: String(number),
    MILLRACE_STATUS: String(error?.status ?? ''),
  }
  return new Promise((resolve, reject) => {
    const child = exec(command, { env, signal }, (error, stdout) => {
      const text = stdout.trim()
      // The command may hold a secret, and so may what it wrote: neither is told.
      if (error) reject(new Error(`the command of -H failed with exit code ${error.code ?? '?'}`))
      else if (text === '') reject(new Error('the command of -H wrote nothing'))
      else resolve(text)
    })
    child.stderr?.pipe(process.stderr, { end: false })
  })
}

function merge(defaults: Record<string, string>, sources: string[]): [string, string][] {
  const custom = sources.flatMap((source) => source.split(/\r?\n/)).filter((line) => line.trim())
  const kept = { ...defaults }
  const headers: [string, string][] = []
  for (const line of custom) {
    const [, name, separator, value] =
      /^([^:;\s]+)\s*([:;])\s*(.*?)\s*$/.exec(line) ?? ([] as (string | undefined)[])
    if (name === undefined || (separator === ';' && value !== '')) {
      const shown = /^[^:;=]{0,30}/.exec(line)![0]
      throw new UsageError(
        `-H '${shown}…': expected 'Name: value', @env:NAME, @cmd:COMMAND or @FILE`,
      )
    }
    delete kept[name.toLowerCase()]
    if (value !== '' || separator === ';') headers.push([name, checkedValue(name, value!)])
    else if (name.toLowerCase() === 'accept')
      throw new UsageError(`-H 'Accept:': fetch always sends one; give it a value`)
  }
  return [...Object.entries(kept), ...headers]
}

/** The value as fetch takes it: a character for each byte of its UTF-8. */
function checkedValue(name: string, value: string): string {
  const bytes = Array.from(new TextEncoder().encode(value), (byte) => String.fromCharCode(byte))
  try {
    new Headers([[name, bytes.join('')]])
    // Headers take these; what is to be sent does not, and says so at every attempt.
    if (/[\0-\x08\x0a-\x1f\x7f]/.test(value)) throw new TypeError('a control character')
  } catch {
    // What fetch says quotes the value.
    throw new UsageError(`-H '${name}: …': no header can have this name and value`)
  }
  return bytes.join('')
}

/** The text of a file, or of standard input (`-`). */
export function fileText(option: string, path: string): string {
  try {
    return readFileSync(path === '-' ? 0 : path, 'utf8')
  } catch (error) {
    throw new UsageError(`${option} @${path}: cannot be read: ${(error as Error).message}`)
  }
}
