import type { ServerSentEvent } from '../index.ts'
import { indentJSON } from './json-text.ts'

/** Turns an event into the text that is written for it; `at` is when it came, in milliseconds since 1970. */
export type Format = (event: ServerSentEvent, at: number) => string

export const FORMATS = ['pretty', 'data', 'json', 'raw'] as const

/** The data alone, a line for each of its lines. */
export function dataFormat(timestamps: boolean): Format {
  if (!timestamps) return ({ data }) => `${data}\n`
  return ({ data }, at) => `${data.replaceAll(/^/gm, `${time(at)} `)}\n`
}

/** An object a line. */
export function jsonFormat(): Format {
  return ({ type, data, lastEventId }, at) => `${JSON.stringify({ type, data, lastEventId, at })}\n`
}

/** For people: the type, the ID, and the data, indented where it is JSON. */
export function prettyFormat(timestamps: boolean, hasColors: boolean): Format {
  const painted = (code: number) => (text: string) =>
    hasColors ? `\x1b[${code}m${text}\x1b[0m` : text
  const paint = { key: painted(34), string: painted(32), other: painted(33) }
  const dim = painted(2)
  const typeColor = painted(36)
  return ({ type, data, lastEventId }, at) => {
    const head = [
      ...(timestamps ? [dim(time(at))] : []),
      typeColor(visible(type)),
      ...(lastEventId ? [dim(`#${visible(lastEventId)}`)] : []),
    ].join(' ')
    // Indented first: what is not printable in it, JSON cannot hold but as an escape.
    const json = indentJSON(data, paint, '  ')
    if (json !== undefined) return `${head}\n  ${json}\n`
    const text = visible(data)
    return text.includes('\n') ? `${head}\n${text.replaceAll(/^/gm, '  ')}\n` : `${head} ${text}\n`
  }
}

function time(at: number): string {
  return new Date(at).toISOString()
}

/** Control characters as pictures: a server must not steer the terminal. */
export function visible(text: string): string {
  // Of C1, each is a control sequence of its own to some terminals.
  return text.replaceAll(/[\0-\x08\x0b-\x1f\x7f-\x9f]/g, (character) => {
    const code = character.charCodeAt(0)
    if (code < 0x20) return String.fromCharCode(0x2400 + code)
    return code === 0x7f ? '\u2421' : '\ufffd'
  })
}
