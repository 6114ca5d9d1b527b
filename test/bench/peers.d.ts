// So much of the peers as is used, so that the types can be checked where they are not installed.

declare module 'eventsource-parser' {
  export interface EventSourceMessage {
    event?: string | undefined
    id?: string | undefined
    data: string
  }
  export function createParser(callbacks: { onEvent(event: EventSourceMessage): void }): {
    feed(chunk: string): void
  }
}

declare module 'eventsource-parser-4' {
  export { createParser } from 'eventsource-parser'
}

declare module 'eventsource-client' {
  export interface EventSourceClient extends AsyncIterable<{ data: string }> {
    close(): void
  }
  export function createEventSource(options: {
    url: string
    onConnect?(): void
    onMessage?(event: { data: string }): void
  }): EventSourceClient
}

declare module 'ws' {
  import type { IncomingMessage } from 'node:http'
  import type { Duplex } from 'node:stream'

  export class WebSocket {
    constructor(url: string)
    on(type: 'message', listener: (data: Buffer) => void): void
    on(type: 'open', listener: () => void): void
    send(data: string): void
    close(): void
  }
  export class WebSocketServer {
    constructor(options: { noServer: true })
    handleUpgrade(
      request: IncomingMessage,
      socket: Duplex,
      head: Buffer,
      upgraded: (client: WebSocket) => void,
    ): void
  }
}

declare module 'markdown-table' {
  export function markdownTable(table: string[][], options?: { align?: string[] }): string
}
