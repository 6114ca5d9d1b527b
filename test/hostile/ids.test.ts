import { describe, expect, test } from 'vitest'
import { FetchEventSource } from '../../src/index.ts'
import { answer, type RawServer, serveRaw, streamHead } from './raw-server.ts'

/** A server that gives an ID with each connection but the last. */
function serveIDs(ids: string[]): Promise<RawServer> {
  return serveRaw((socket, number) => {
    const id = ids[number]
    if (id === undefined) return void socket.end(answer('204 No Content'))
    socket.end(`${streamHead()}retry: 0\nid: ${id}\ndata: x\n\n`)
  })
}

/** The lines of a head, without the one that carries the ID. */
function others(head: string): string[] {
  return head.split('\r\n').filter((line) => !/^last-event-id:/i.test(line))
}

/** What a request carries, byte for byte. */
function carried(head: string): string | undefined {
  const value = /^last-event-id: (.*)\r$/im.exec(head)?.[1]
  return value === undefined ? undefined : Buffer.from(value, 'latin1').toString()
}

async function requestsAfter(ids: string[]): Promise<string[]> {
  const server = await serveIDs(ids)
  await new FetchEventSource(server.origin).closed
  expect(server.heads).toHaveLength(ids.length + 1)
  return server.heads.slice(1)
}

describe('IDs with everything', () => {
  // Every character that the parser lets into an ID, and some from the rest of Unicode, alone and in between.
  const codes = Array.from({ length: 0x17f }, (_, code) => code + 1).filter(
    (code) => code !== 0x0a && code !== 0x0d,
  )
  const characters = [...codes, 0x2028, 0x4e2d, 0xfeff, 0xfffd, 0x1f642].map((code) =>
    String.fromCodePoint(code),
  )

  test('arrive as they are or not at all', async () => {
    const ids = characters.map((character) => `a${character}b: c${character}`)
    const heads = await requestsAfter(ids)
    const plain = others(heads[0]!)
    let arrived = 0
    for (const [index, id] of ids.entries()) {
      const head = heads[index]!
      expect(others(head)).toEqual(plain)
      const value = carried(head)
      // The ends of a header's value are trimmed.
      if (value !== undefined) expect(value).toBe(id.replace(/[\t ]+$/, ''))
      if (value !== undefined) arrived++
    }
    // All but the control characters.
    expect(arrived).toBe(ids.length - 29)
  }, 60_000)

  test.for(['\u0000', 'a\u0000b'])('%j is no ID', async (id) => {
    expect((await requestsAfter([id])).map(carried)).toEqual([undefined])
  })
})

describe('An ID of any length', () => {
  test('is sent up to 8 KiB', async () => {
    const ids = [8192, 8193, 2 ** 20].map((length) => 'x'.repeat(length))
    const heads = await requestsAfter(ids)
    expect(heads.map((head) => carried(head)?.length)).toEqual([8192, undefined, undefined])
  })
})
