import { EventSourceError, shown } from '../errors.ts'

/** Reads a body chunk by chunk, whatever kind it is. */
export interface ChunkReader {
  read(): Promise<{ done?: boolean | undefined; value?: Uint8Array | string | undefined }>
  /** Gives it up; total, whatever the body's own way of it does. */
  cancel(reason?: unknown): void
}

const EMPTY: ChunkReader = { read: () => Promise.resolve({ done: true }), cancel() {} }

/** The chunks of a body: of a web stream, or of an async iterable, such as a Node stream; `null` is an empty one. */
export function readChunks(body: unknown): ChunkReader {
  if (body === null) return EMPTY
  if (typeof body === 'object') {
    if ('getReader' in body) {
      const reader = (body as ReadableStream<Uint8Array>).getReader()
      return {
        read: () => reader.read(),
        cancel(reason) {
          quietly(() => reader.cancel(reason))
          quietly(() => reader.releaseLock())
        },
      }
    }
    if (Symbol.asyncIterator in body) {
      const iterator = (body as AsyncIterable<Uint8Array>)[Symbol.asyncIterator]()
      return { read: () => iterator.next(), cancel: () => giveUp(body, () => iterator.return?.()) }
    }
  }
  throw new EventSourceError(
    'not-streamable',
    `the body is ${body === undefined ? 'missing' : `of type ${shown(body)}`}, expected a ReadableStream or an async iterable: this fetch cannot stream; pass one that can as the option 'fetch'`,
  )
}

/** Gives up a body that no one reads. */
export function cancelBody(body: unknown): void {
  if (typeof body === 'object' && body !== null) {
    giveUp(body, () => (body as { cancel?: () => unknown }).cancel?.())
  }
}

/** A Node stream is destroyed: its iterator would wait for a chunk first. */
function giveUp(body: object, otherwise: () => unknown): void {
  const { destroy } = body as { destroy?: () => unknown }
  quietly(() => (typeof destroy === 'function' ? destroy.call(body) : otherwise()))
}

/** What comes of giving up what no one wants is of no use to anyone. */
function quietly(run: () => unknown): void {
  const ignore = (): void => {}
  try {
    Promise.resolve(run()).then(ignore, ignore)
  } catch {
    ignore()
  }
}
