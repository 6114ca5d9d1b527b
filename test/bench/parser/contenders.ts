import * as version3 from 'eventsource-parser'
import * as version4 from 'eventsource-parser-4'
import { Utf8Decoder } from '../../../src/stream/utf8.ts'
import { loadParser } from '../millrace.ts'
import type { Chunk, Form } from './cuts.ts'

/** Reads a stream, and gives the data of each event to `use`. */
export type Reader = (chunks: readonly Chunk[], use: (data: string) => void) => void

export const LIMIT = 'limit'
export const PEERS = ['eventsource-parser 3', 'eventsource-parser 4']
export const MILLRACE = 'millrace'
export const AGAINST = 'millrace (against)'

/** Every way to read a stream. */
export async function readersOf(form: Form, against?: string): Promise<Map<string, Reader>> {
  const readers = new Map<string, Reader>([
    [LIMIT, limit],
    [PEERS[0]!, peer(version3, form)],
    [PEERS[1]!, peer(version4, form)],
    [MILLRACE, ours(await loadParser())],
  ])
  if (against !== undefined) readers.set(AGAINST, ours(await loadParser(against)))
  return readers
}

/** What no parser can do without: the bytes decoded, the lines sliced, the cut line carried. */
const limit: Reader = (chunks, use) => {
  const decoder = new Utf8Decoder()
  let carried = ''
  for (const chunk of chunks) {
    const text = typeof chunk === 'string' ? chunk : decoder.decode(chunk)
    let start = 0
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
      const line = carried === '' ? text.slice(start, end) : carried + text.slice(0, end)
      carried = ''
      if (line !== '') use(line)
      start = end + 1
    }
    carried += text.slice(start)
  }
}

function peer({ createParser }: typeof version3, form: Form): Reader {
  return (chunks, use) => {
    const parser = createParser({ onEvent: (event) => use(event.data) })
    if (form === 'strings') {
      for (const chunk of chunks) parser.feed(chunk as string)
    } else {
      const decoder = new TextDecoder()
      for (const chunk of chunks) parser.feed(decoder.decode(chunk as Uint8Array, { stream: true }))
    }
  }
}

function ours({ createParser }: typeof import('../../../src/parser.ts')): Reader {
  return (chunks, use) => {
    const parser = createParser({ onEvent: (event) => use(event.data) })
    for (const chunk of chunks) parser.feed(chunk)
  }
}
