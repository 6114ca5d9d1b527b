export const LF = 10
export const CR = 13
const SPACE = 32
export const COLON = 58
const LOWER_A = 97
export const LOWER_D = 100
export const LOWER_E = 101
export const LOWER_I = 105
export const LOWER_R = 114
const LOWER_T = 116

const { charCodeAt } = String.prototype

/**
 * The code unit at an index, which has to be one of the text: V8 compiles this anew, and slower, if ever it was not.
 *
 * V8 looks up a method by the kind of string it is called on: flat, slice or joined, narrow or wide. Where more than four kinds
 * have come by, it no longer inlines `text.charCodeAt(index)`; this it still does, which is up to a fifth (`npm run bench --
 * parser --mixed`, after every other kind: chat completion).
 */
export function codeAt(text: string, index: number): number {
  return charCodeAt.call(text, index)
}

/** Whether a line begins with `data:`; startsWith would be slower (`npm run bench -- parser`, 40 bytes, with id). */
export function isDataLine(text: string, start: number): boolean {
  return (
    codeAt(text, start) === LOWER_D &&
    codeAt(text, start + 1) === LOWER_A &&
    codeAt(text, start + 2) === LOWER_T &&
    codeAt(text, start + 3) === LOWER_A &&
    codeAt(text, start + 4) === COLON
  )
}

/** Whether a line begins with `id:`. */
export function isIdLine(text: string, start: number): boolean {
  return (
    codeAt(text, start) === LOWER_I &&
    codeAt(text, start + 1) === LOWER_D &&
    codeAt(text, start + 2) === COLON
  )
}

/** "If value starts with a U+0020 SPACE character, remove it from value." What is at the end of the line is no space. */
export function afterSpace(text: string, start: number): number {
  return codeAt(text, start) === SPACE ? start + 1 : start
}

/**
 * The value of the line if its field is `name`. "If the line contains a U+003A COLON character (:)", the name is what is
 * before the first and the value what is after it; "Otherwise", the whole line is the name and the value is empty.
 */
export function fieldValue(
  name: string,
  text: string,
  start: number,
  end: number,
): string | undefined {
  if (!text.startsWith(name, start)) return undefined
  const nameEnd = start + name.length
  if (nameEnd === end) return ''
  if (codeAt(text, nameEnd) !== COLON) return undefined
  return text.slice(afterSpace(text, nameEnd + 1), end)
}

/** The length of the blank line at `position`, if there is one that ends in LF; a lone CR may be half of a CRLF. */
export function blankLineLength(text: string, position: number, length: number): number {
  if (position >= length) return 0
  const next = codeAt(text, position)
  if (next === LF) return 1
  return next === CR && position + 1 < length && codeAt(text, position + 1) === LF ? 2 : 0
}

/** Where `what` is from there on; the length of the text, if nowhere. */
export function find(text: string, what: string, from: number): number {
  const at = text.indexOf(what, from)
  return at < 0 ? text.length : at
}
