import { bytes } from './bytes.ts'
import type { Chunk } from './cuts.ts'
import type { Random } from './random.ts'

const lineEnds = ['\n', '\r', '\r\n', '\n', '\r', '\r\n', '\n\n', '\r\r', '\r\n\r\n', '\n\r']
const fieldNames = [
  'data',
  'data',
  'data',
  'data',
  'event',
  'id',
  'retry',
  '',
  'foo',
  'Data',
  ' data',
]
const colons = [': ', ':', ':', '', ':  ', ' :']
const values = ['a', 'x', '0', '1', '42', '007', '１', '+1', 'é', '中', '🙂', '\ufffd', '', '', '']
const punctuation = [':', ' ', '\t', '\0', '\ufeff', '\u2028', '\u0085', '__proto__', 'constructor']
const brokenBytes = [0x80, 0xbf, 0xc0, 0xc3, 0xe0, 0xe2, 0xed, 0xef, 0xf0, 0xf4, 0xf5, 0xff]
const brokenCharacters = ['EFBB', 'E282', 'EDA080', 'F09F', 'F09F99', 'C08A']

function encode(texts: (string | number)[]): Uint8Array[] {
  return texts.map((text) => bytes(text))
}

/** The parts of a line, in order. */
const lineParts = [fieldNames, colons, values, lineEnds].map(encode)

/** What streams are made of: what means something to a parser, and what nearly does. */
export const tokens: Uint8Array[] = [
  ...lineParts.flat(),
  ...encode(punctuation),
  ...encode(brokenBytes),
  ...brokenCharacters.map((hex) => Uint8Array.from(Buffer.from(hex, 'hex'))),
]

const bom = bytes('\ufeff')
const longest = Math.max(...tokens.map(({ length }) => length))

/** A stream of some 10 to 60 bytes: lines in good order, blank lines, and tokens in the place of any of their parts. */
export function generateStream(random: Random): Uint8Array {
  const lineCount = 1 + random(6)
  const stream = new Uint8Array(bom.length + lineCount * (lineParts.length + 1) * longest)
  let length = 0
  const appendOneOf = (choices: Uint8Array[]) => {
    const token = choices[random(choices.length)]!
    stream.set(token, length)
    length += token.length
  }
  if (random(8) === 0) appendOneOf([bom])
  for (let line = 0; line < lineCount; line++) {
    for (const part of lineParts) appendOneOf(random(8) === 0 ? tokens : part)
    if (random(3) === 0) appendOneOf(lineParts.at(-1)!)
  }
  return stream.subarray(0, length)
}

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true })

/** The piece as a string if it is well-formed UTF-8 by itself, or else as it is. */
export function asText(piece: Uint8Array): Chunk {
  const text = utf8.decode(piece)
  return text.includes('\ufffd') ? piece : text
}

/** Cuts a stream at random into bytes and strings; a string stands for its UTF-8, so the stream is the same. */
export function cutAtRandom(stream: Uint8Array, random: Random): Chunk[] {
  const longestPiece = [1, 2, 4, 16, 64][random(5)]!
  const pieces: Chunk[] = []
  for (let start = 0; start < stream.length;) {
    const end = Math.min(stream.length, start + random(longestPiece + 1))
    const piece = stream.subarray(start, end)
    pieces.push(random(2) === 0 ? piece : asText(piece))
    start = end
  }
  return pieces
}

/** For the message of a failed test: what can be pasted into a new one. */
export function describeChunks(chunks: Chunk[]): string {
  return chunks
    .map((chunk) =>
      typeof chunk === 'string' ? JSON.stringify(chunk) : `bytes(${Array.from(chunk).join(', ')})`,
    )
    .join(', ')
}
