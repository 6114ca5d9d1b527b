// RxJS: an Observable whose every subscription is a connection, which closes with it. (`from(fetchEvents(url))` is one too, but
// there an unsubscription waits for the next event.)
import { FetchEventSource, type FetchEventSourceInit, type ServerSentEvent } from 'millrace'
import { Observable } from 'rxjs'

export const observeEvents = (url: string, init?: FetchEventSourceInit) =>
  new Observable<ServerSentEvent<unknown>>((subscriber) => {
    const onEvent = (event: ServerSentEvent<unknown>) => subscriber.next(event)
    const source = new FetchEventSource(url, { ...init, onEvent })
    void source.closed.then(({ error }) =>
      error ? subscriber.error(error) : subscriber.complete(),
    )
    return () => source.close()
  })
