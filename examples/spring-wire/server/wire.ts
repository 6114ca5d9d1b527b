/** What is sent with an `SseEmitter`, how it goes over the wire, and what the standard makes of it. */
export interface Sending {
  java: string
  /** As Spring writes it: what comes before the data, the data, what comes after it. A client may get each as a chunk. */
  written: string[]
  event?: { type: string; data: string; lastEventId: string }
  comment?: string
  reconnectionTime?: number
}

export const sendings: Sending[] = [
  {
    java: `emitter.send("plain")`,
    written: ['data:', 'plain', '\n\n'],
    event: { type: 'message', data: 'plain', lastEventId: '' },
  },
  {
    java: `emitter.send(event().id("1").name("price").data(new Price(9.5), APPLICATION_JSON))`,
    written: ['id:1\nevent:price\ndata:', '{"bid":9.5}', '\n\n'],
    event: { type: 'price', data: '{"bid":9.5}', lastEventId: '1' },
  },
  {
    java: `emitter.send(event().comment("heartbeat"))`,
    written: [':heartbeat\n\n'],
    comment: 'heartbeat',
  },
  {
    java: `emitter.send(event().reconnectTime(50))`,
    written: ['retry:50\n\n'],
    reconnectionTime: 50,
  },
  {
    java: `emitter.send("one\\ntwo")  // Spring 6 as of late 2023`,
    written: ['data:', 'one\ndata:two', '\n\n'],
    event: { type: 'message', data: 'one\ntwo', lastEventId: '1' },
  },
  {
    // The second line is a field of an unknown name.
    java: `emitter.send("one\\ntwo")  // older Spring: the second line is lost`,
    written: ['data:', 'one\ntwo', '\n\n'],
    event: { type: 'message', data: 'one', lastEventId: '1' },
  },
  {
    java: `emitter.send(event().data("one").data("two"))`,
    written: ['data:', 'one', '\ndata:', 'two', '\n\n'],
    event: { type: 'message', data: 'one\ntwo', lastEventId: '1' },
  },
  {
    // One space after the colon belongs to the field, whoever meant it.
    java: `emitter.send(" world")  // its space is lost`,
    written: ['data:', ' world', '\n\n'],
    event: { type: 'message', data: 'world', lastEventId: '1' },
  },
  {
    java: `emitter.send(new Token(" world"))  // as JSON it is kept`,
    written: ['data:', '{"text":" world"}', '\n\n'],
    event: { type: 'message', data: '{"text":" world"}', lastEventId: '1' },
  },
  {
    java: `emitter.send(event().id("2"))  // no event, but an ID to resume from`,
    written: ['id:2\n\n'],
  },
  {
    java: `emitter.send(event().comment("last").id("3").reconnectTime(60).name("done").data(""))`,
    written: [':last\nid:3\nretry:60\nevent:done\ndata:', '', '\n\n'],
    event: { type: 'done', data: '', lastEventId: '3' },
    comment: 'last',
    reconnectionTime: 60,
  },
]
