import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { FetchEventSource, fetchEvents } from '../../src/index.ts'
import { eventStream, listen } from '../setup/listen.ts'

const size = 16 * 2 ** 20

/** Text of 16 MiB in UTF-8, in which no two stretches are the same, one to four bytes a character. */
function longText(): string {
  let text = ''
  for (let line = 0; text.length < size; line++) text += `${line} é中🙂 ${'x'.repeat(1000)} `
  return text.slice(0, size)
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

const text = longText()
const lines = text.match(/.{1,65536}/gsu)!

const streams: Record<string, string[]> = {
  'in one line': ['id: big\ndata: ', text, '\n\n'],
  'in many lines': ['id: big\n', ...lines.map((line) => `data: ${line}\n`), '\n'],
}
const expected = { 'in one line': hash(text), 'in many lines': hash(lines.join('\n')) }

function serve(parts: string[]): Promise<string> {
  return listen(async (_, response) => {
    response.writeHead(200, eventStream)
    for (const part of parts) {
      if (!response.write(part)) await new Promise((resolve) => response.once('drain', resolve))
    }
  })
}

test.for(['in one line', 'in many lines'] as const)('an event of 16 MiB, %s', async (how) => {
  const source = new FetchEventSource(await serve(streams[how]!))
  const data = await new Promise<string>((resolve, reject) => {
    source.onmessage = (event) => resolve(event.data)
    source.onerror = ({ error }) => reject(error)
  })
  expect(hash(data)).toBe(expected[how])
  expect(source.lastEventId).toBe('big')
  source.close()
})

test('one over maxEventSize ends the stream, and its socket', async () => {
  const { promise: closed, resolve } = Promise.withResolvers<void>()
  const origin = await listen((_, response) => {
    response.on('close', resolve)
    response.writeHead(200, eventStream).write(`data: first\n\ndata: ${text}`)
  })
  const stream = fetchEvents(origin, { maxEventSize: size / 2 })
  expect(await stream.next()).toMatchObject({ value: { data: 'first' } })
  await expect(stream.next()).rejects.toMatchObject({ code: 'event-too-large' })
  await closed
})
