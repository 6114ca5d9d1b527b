// NestJS as the server: `@Sse` sends what an Observable gives. It is unsubscribed from when the client is gone.
import { Controller, Headers, type MessageEvent, Sse } from '@nestjs/common'
import { Observable } from 'rxjs'
import { feed } from './servers/feed.ts'

@Controller()
export class EventsController {
  @Sse('events')
  events(@Headers('last-event-id') lastEventId = ''): Observable<MessageEvent> {
    return new Observable((subscriber) => {
      const leaving = new AbortController()
      void (async () => {
        for await (const event of feed(lastEventId, leaving.signal)) subscriber.next(event)
      })()
      return () => leaving.abort()
    })
  }
}
