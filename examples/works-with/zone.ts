// zone.js, with which Angular knows when to look for changes: listeners run in the zone they were added in. What the library
// does for itself, such as reading chunks and waiting, stays out of it where the source is made outside: in Angular, by
// `runOutsideAngular`.
import 'zone.js'
import { FetchEventSource } from 'millrace'

export function listenIn(zone: Zone, url: string, onPrice: (text: string) => void) {
  const source = Zone.root.run<FetchEventSource>(() => new FetchEventSource(url))
  zone.run(() => source.addEventListener('price', ({ data }) => onPrice(data)))
  return source
}
