/** Throws a `TypeError` that says what was expected, if it is not so. */
export function expect(isSo: unknown, what: string): void {
  if (!isSo) throw new TypeError(what)
}
