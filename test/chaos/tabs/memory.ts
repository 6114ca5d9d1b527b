/** What the tabs that read one log have in common beside the library's own. */
export class TabMemory {
  /** The furthest event that any of them has seen, as a page's storage would tell. */
  last = 0
  /** How many events they got, all together. */
  events = 0
  /** Those that have the connection of all. */
  readonly connected = new Set<number>()
}
