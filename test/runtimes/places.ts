/** Whether a place, such as "Firefox, shared worker", is one of these, or in one of these runtimes. */
export function isAmong(place: string, names: string[]): boolean {
  return names.some((name) => place === name || place.startsWith(`${name}, `))
}
