export const LF = 10
const CR = 13

/** The length of the blank line at `position`, if there is one that ends in LF; a lone CR may be half of a CRLF. */
export function blankLineLength(text: string, position: number): number {
  const next = text.charCodeAt(position)
  if (next === LF) return 1
  return next === CR && text.charCodeAt(position + 1) === LF ? 2 : 0
}
