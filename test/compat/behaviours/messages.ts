import type { Behaviour } from '../behaviour.ts'

/** What a stream comes to, as the data of its messages. */
const streams: [name: string, stream: string, original: string, here?: string][] = [
  ['lines of data', 'data: a\ndata: b\n\n', '"a\\nb"'],
  ['CR and CRLF as line ends', 'data: a\rdata: b\r\rdata: c\r\n\r\n', '"a\\nb", "c"'],
  ['`event: done` without data', 'data: a\n\nevent: done\n\n', '"a", ""'],
  ['an event without its blank line, at the end', 'data: a\n\ndata: no', '"a"'],
  ['a byte order mark', '\ufeffdata: a\n\n', '"a"'],
  ['characters of several bytes', 'data: é中🙂\n\n', '"é中🙂"'],
  ['a heartbeat, `: ping` and a blank line', ': ping\n\ndata: a\n\n', '"", "a"', '"a"'],
  ['blank lines', '\n\ndata: a\n\n\n', '"", "", "a", ""', '"a"'],
  ['an empty line of data first', 'data:\ndata: a\n\n', '"a"', '"\\na"'],
  ['`data` without a colon', 'data: a\ndata\n\n', '"a"', '"a\\n"'],
]

/** What of a stream reaches `onmessage`. */
export const messages: Behaviour[] = [
  ...streams.map(([name, stream, original, here]): Behaviour => ({
    name: `data of: ${name}`,
    original,
    ...(here !== undefined && { here, verdict: 'better' }),
    async run(run) {
      await run.start('end', { stream }).settled()
      return run.data
    },
  })),
  {
    name: '`event`, `id` and `retry` are those of the one message',
    original: 'x 1 9 | "" "" - | "" 2 - | "" "" 8',
    async run(run) {
      const stream = 'event: x\nid: 1\nretry: 9\ndata: a\n\ndata: b\n\nid: 2\n\nretry: 8\n\n'
      await run.start('end', { stream }).settled()
      const { messages } = run
      return messages
        .map(({ event, id, retry }) => `${event || '""'} ${id || '""'} ${retry ?? '-'}`)
        .join(' | ')
    },
  },
  {
    name: '`event: message` is told from no `event`',
    original: 'message, ""',
    async run(run) {
      await run.start('end', { stream: 'event: message\ndata: a\n\ndata: b\n\n' }).settled()
      return run.messages.map(({ event }) => event || '""').join(', ')
    },
  },
  {
    name: 'one line of 192 KiB, in chunks of 64 bytes, beside as many bytes in short lines',
    original: 'takes many times the time',
    here: 'takes no longer',
    verdict: 'better',
    async run({ fetchEventSource }) {
      const timeOf = async (text: string) => {
        const start = performance.now()
        const fetch = async () => inChunks(text, 64)
        await fetchEventSource('http://127.0.0.1/', { openWhenHidden: true, fetch })
        return performance.now() - start
      }
      const short = `:${'x'.repeat(62)}\n`.repeat(3 * 1024)
      const long = `:${'x'.repeat(short.length)}\n`
      // The shortest of some, as a busy machine only adds.
      const best = async (text: string) =>
        Math.min(await timeOf(text), await timeOf(text), await timeOf(text))
      await timeOf(short)
      return (await best(long)) > 6 * (await best(short))
        ? 'takes many times the time'
        : 'takes no longer'
    },
  },
]

function inChunks(text: string, size: number): Response {
  const bytes = new TextEncoder().encode(text)
  let start = 0
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (start >= bytes.length) return controller.close()
      controller.enqueue(bytes.slice(start, (start += size)))
    },
  })
  return new Response(body, { headers: { 'content-type': 'text/event-stream' } })
}
