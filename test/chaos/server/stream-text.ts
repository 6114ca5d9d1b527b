import type { Random } from '../../setup/random.ts'
import type { Entry, EventLog } from '../event-log.ts'
import type { Plan } from './faults.ts'

/** What carries nothing, however often it comes. */
function filling(random: Random, lineEnd: string): string {
  const lines = [': heartbeat', ':', `retry: ${random(10)}`, 'unknown: field', 'id', ''][random(6)]!
  // An ID without a value would reset it.
  return lines === 'id' ? '' : `${lines}${lineEnd}${random(2) === 0 ? lineEnd : ''}`
}

/** The text of a part of the log, with whatever may be between events. */
export function streamText(log: EventLog, from: number, plan: Plan): string {
  const { random, lineEnd, entries, fault } = plan
  const text: string[] = []
  // Without a wait, as a server may ask for; it then is the library's own bounds that hold.
  if (random(2) === 0) text.push(`retry: 0${lineEnd}${lineEnd}`)
  const oneIn = fault === 'repeated' ? 2 : 20
  for (let number = from + 1; number <= Math.min(from + entries, log.length); number++) {
    if (random(oneIn) === 0) text.push(filling(random, lineEnd).repeat(1 + random(3)))
    text.push(block(log.entry(number), lineEnd, random))
  }
  return text.join('')
}

/** The event that ends a stream. */
export function endText(data: string, lineEnd: string): string {
  return `data: ${data}${lineEnd}${lineEnd}`
}

function block({ id, type, data }: Entry, lineEnd: string, random: Random): string {
  const lines = [`id: ${id}`]
  if (type !== 'message' || random(8) === 0) lines.push(`event: ${type}`)
  if (data !== undefined) for (const line of data.split('\n')) lines.push(`data: ${line}`)
  if (random(16) === 0) lines.reverse()
  // Data lines have an order of their own.
  if (lines[0]!.startsWith('data') && data!.includes('\n')) lines.reverse()
  return `${lines.join(lineEnd)}${lineEnd}${lineEnd}`
}
