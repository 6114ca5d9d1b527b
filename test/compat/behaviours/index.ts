import type { Behaviour } from '../behaviour.ts'
import { endings } from './endings.ts'
import { hidden } from './hidden.ts'
import { messages } from './messages.ts'
import { requests } from './requests.ts'
import { retries } from './retries.ts'

/** Every behaviour, by theme. */
export const behaviours: Record<string, Behaviour[]> = {
  Messages: messages,
  'Request and response': requests,
  'The end': endings,
  'Trying again': retries,
  'A hidden page': hidden,
}
