// `millrace/testing`: a server for tests, in place of `fetch`. It knows nothing of the client, so it serves any other too.
export { createTestStream } from './testing/test-stream.ts'
export type { TestStream } from './testing/test-stream.ts'
export type { TestConnection, TestRequest, TestServer } from './testing/test-connection.ts'
export type { OutgoingEvent as TestEvent } from './format/event.ts'
