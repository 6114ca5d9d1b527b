import { createRandom } from '../../setup/random.ts'

/** A stream of one kind. */
export interface Corpus {
  name: string
  events: string[]
}

const SIZE = 1 << 20
const random = createRandom(1)

const words =
  'the a stream of events is read line by line and every token counts for one more'.split(' ')
const word = () => words[random(words.length)]!
const sentence = (count: number) => Array.from({ length: count }, word).join(' ')

/** Events up to a megabyte. */
function corpus(name: string, event: (number: number) => string): Corpus {
  const events: string[] = []
  for (let size = 0; size < SIZE; size += events.at(-1)!.length) events.push(event(events.length))
  return { name, events }
}

/** What a chat completion sends for a token. */
function completion(number: number): string {
  const delta = { content: ` ${word()}` }
  const choices = [{ index: 0, delta, logprobs: null, finish_reason: null }]
  const id = 'chatcmpl-9x1YbT0aZpQ4mRkV7uWcEs3n'
  const chunk = { id, object: 'chat.completion.chunk', created: 1_760_000_000 + number }
  return `data: ${JSON.stringify({ ...chunk, model: 'a-model', system_fingerprint: 'fp_44709d6fcb', choices })}\n\n`
}

const texts = ['Straße', 'événement', 'поток', 'イベント', '事件流', '🙂🙃', 'ροή', 'חדש']

export const corpora: Corpus[] = [
  corpus('chat completion', completion),
  corpus('the same, CRLF', (number) => completion(number).replaceAll('\n', '\r\n')),
  corpus(
    '50 data lines',
    () => `${Array.from({ length: 50 }, () => `data: ${sentence(8)}\n`).join('')}\n`,
  ),
  corpus(
    '40 bytes, with id',
    (number) =>
      `id: ${String(number).padStart(9, '0')}\ndata: ${String(random(1e9)).padStart(18, '0')}\n\n`,
  ),
  corpus('64 KiB', () => `data: ${'0123456789abcdef'.repeat(4096)}\n\n`),
  corpus('heartbeats mixed in', (number) => (number % 3 === 0 ? ':\n\n' : completion(number))),
  corpus(
    'not ASCII',
    () => `data: ${Array.from({ length: 24 }, () => texts[random(texts.length)]).join(' ')}\n\n`,
  ),
  corpus(
    'comment, retry, event',
    (number) =>
      `: ${sentence(4)}\nretry: 3000\nevent: ${word()}\nid: ${number}\ndata: ${sentence(12)}\n\n`,
  ),
]
