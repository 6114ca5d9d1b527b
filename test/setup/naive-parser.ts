import type { DiscardedKind } from '../../src/parser.ts'

/**
 * A second reading of WHATWG HTML 9.2.5 and 9.2.6, to hold the parser against. It is given the whole
 * stream, decodes it at once, splits it at once, and has no thought for speed or for chunks.
 */
export interface NaiveEvent {
  type: string
  data: string
  lastEventId: string
  origin: ''
}

/** What a parser does, in the order in which it does it. */
export type Step =
  | ['event', NaiveEvent]
  | ['comment', string]
  | ['retry', number]
  | ['discarded', DiscardedKind, string]

/** What becomes of what the stream ended in: nobody asks, or the parser's `end()`, or `end({ dispatch: true })`. */
export type End = 'silent' | 'discard' | 'dispatch'

export interface Reading {
  steps: Step[]
  /** The last event ID string when the stream has ended. */
  lastEventId: string
}

// "UTF-8 decode" takes one BOM off the front, and only there.
const utf8 = new TextDecoder('utf-8', { ignoreBOM: false })

// end-of-line = ( cr lf / cr / lf )
const endOfLine = /\r\n|\r|\n/

export function readNaively(
  stream: Uint8Array,
  carriedLastEventId = '',
  end: End = 'silent',
): Reading {
  const lines = utf8.decode(stream).split(endOfLine)
  // What follows the last end-of-line is no line: the stream ended in the middle of it.
  const cutLine = lines.pop()!

  const steps: Step[] = []
  let dataBuffer = ''
  let eventTypeBuffer = ''
  let lastEventIdBuffer = carriedLastEventId
  let lastEventId = carriedLastEventId

  const dispatchTheEvent = () => {
    lastEventId = lastEventIdBuffer
    if (dataBuffer !== '') {
      const type = eventTypeBuffer === '' ? 'message' : eventTypeBuffer
      const data = dataBuffer.replace(/\n$/, '')
      steps.push(['event', { type, data, lastEventId, origin: '' }])
    }
    dataBuffer = ''
    eventTypeBuffer = ''
  }

  const processTheField = (name: string, value: string) => {
    if (name === 'event') eventTypeBuffer = value
    else if (name === 'data') dataBuffer += value + '\n'
    else if (name === 'id' && !value.includes('\0')) lastEventIdBuffer = value
    else if (name === 'retry' && /^[0-9]+$/.test(value)) steps.push(['retry', Number(value)])
    else return false
    return true
  }

  const processTheLine = (line: string) => {
    const colon = line.indexOf(':')
    if (line === '') return dispatchTheEvent()
    if (colon === 0) return steps.push(['comment', line.slice(1)])
    const [name, value] =
      colon === -1 ? [line, ''] : [line.slice(0, colon), line.slice(colon + 1).replace(/^ /, '')]
    if (!processTheField(name, value)) steps.push(['discarded', 'unknown-field', line])
  }

  lines.forEach(processTheLine)
  if (end === 'dispatch') {
    if (cutLine !== '') processTheLine(cutLine)
    dispatchTheEvent()
  } else if (end === 'discard') {
    let text = ''
    if (eventTypeBuffer !== '') text += `event: ${eventTypeBuffer}\n`
    if (lastEventIdBuffer !== lastEventId) text += `id: ${lastEventIdBuffer}\n`
    for (const value of dataBuffer.split('\n').slice(0, -1)) text += `data: ${value}\n`
    if (!cutLine.startsWith(':')) text += cutLine
    if (text !== '') steps.push(['discarded', 'unfinished-event', text])
  }
  return { steps, lastEventId }
}
