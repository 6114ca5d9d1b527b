import type { Peer } from './peers.ts'
import type { CaseOutcome } from './run-peer.ts'

/** What a user meets where cases fail, those first that do the most harm. */
const faults: [cases: RegExp, fault: string][] = [
  [/^reconnection: not after close/, 'comes back after `close()` in `onerror`'],
  [/^close\(\): in a listener/, 'delivers events after `close()`'],
  [/^close\(\): at once/, 'fires `error` after `close()`'],
  [/^status: 204/, 'asks again after 204, or never tells of it'],
  [
    /^reconnection: after a connection/,
    'tells a lost connection by no `error` event, or not as CONNECTING',
  ],
  [/^reconnection: after the end/, 'tells the end of a stream by no `error` event'],
  [/^reconnection: waits/, 'does not heed `retry`'],
  [/^format: what has no blank line/, 'delivers an event that was cut off'],
  [/^format: an ID persists/, '`lastEventId` is empty for events without an ID'],
  [/^format: an empty ID/, 'an empty ID does not reset the last one'],
  [/^format: an ID of UTF-8/, 'an ID beyond ASCII stops it from coming back'],
  [
    /^reconnection: carries/,
    'the last event ID comes back in another encoding, or an empty one does not reset it',
  ],
  [/^format: (CR|LF, CR)/, 'line ends of CR hold events back, or run them together'],
  [
    /^format: (an empty data|two empty|one leading|a leading|a space|no data)/,
    'changes data: spaces, empty lines, or events next to each other',
  ],
  [/^format: an empty type/, 'an empty `event` loses the event'],
  [/^format: a retry/, 'a `retry` that is no number stops it from coming back'],
  [
    /^status: (?!204)/,
    'asks again after statuses that fail for good, or does not say that it failed',
  ],
  [
    /^content type: '(text\/event-streams|text\/x|app)/,
    'takes other content types for event streams, or asks for them again',
  ],
  [/^content type: 'TEXT/, 'refuses the content type in capitals'],
  [/^redirect/, 'does not follow some redirects, or lets the cache answer them'],
  [/^request/, 'lets a cache answer, or says nothing of what it accepts'],
  [/^format: an ID with NUL/, 'an ID with NUL is taken, or ends the last one'],
  [/^format: a second byte/, 'a second byte order mark is dropped'],
  [/^message: /, 'events are no `MessageEvent`, or have another `origin`'],
  [/^open: /, '`open` comes before the state is OPEN, or events have no `lastEventId`'],
  [
    /^(interface|constructor|handlers): /,
    'constants, handlers or `url` are not as in the standard',
  ],
]

/** The cases that failed, and not by choice. */
export function failures({ choices = [] }: Peer, outcomes: CaseOutcome[]): string[] {
  return names(outcomes).filter((name) => !choices.some(({ cases }) => cases.test(name)))
}

/** What they mean for a user, with the cases of each. */
export function faultsOf(failed: string[]): { fault: string; cases: string[] }[] {
  const left = failed.filter((name) => !faults.some(([cases]) => cases.test(name)))
  if (left.length > 0) throw new Error(`faults.ts has no words for: ${left.join('; ')}`)
  return faults
    .map(([pattern, fault]) => ({ fault, cases: failed.filter((name) => pattern.test(name)) }))
    .filter(({ cases }) => cases.length > 0)
}

/** The choices that showed, with the cases of each. */
export function choicesOf(
  { choices = [] }: Peer,
  outcomes: CaseOutcome[],
): { why: string; cases: string[] }[] {
  return choices
    .map(({ cases, why }) => ({ why, cases: names(outcomes).filter((name) => cases.test(name)) }))
    .filter(({ cases }) => cases.length > 0)
}

function names(outcomes: CaseOutcome[]): string[] {
  return outcomes.filter(({ error }) => error !== undefined).map(({ name }) => name)
}
