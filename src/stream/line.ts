export const LF = 10
const CR = 13

/** Where the first line ends that `text` completes, its line end and a blank line right behind it included; 0: none. */
export function endOfFirstLine(text: string): number {
  const lf = text.indexOf('\n')
  const cr = (lf < 0 ? text : text.slice(0, lf)).indexOf('\r')
  const end = cr < 0 ? lf + 1 : cr + 1 === lf ? lf + 1 : cr + 1
  return end === 0 ? 0 : end + blankLineLength(text, end)
}

/** The length of the blank line at `position`, if there is one that ends in LF; a lone CR may be half of a CRLF. */
export function blankLineLength(text: string, position: number): number {
  const next = text.charCodeAt(position)
  if (next === LF) return 1
  return next === CR && text.charCodeAt(position + 1) === LF ? 2 : 0
}
