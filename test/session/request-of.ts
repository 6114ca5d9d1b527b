import type { FetchEventSourceInit } from '../../src/index.ts'
import { readOptions } from '../../src/session/options.ts'
import { buildRequest } from '../../src/session/request.ts'

export const url = 'https://example.com/events'

/** What is sent at the attempt that resumes from that ID. */
export function request(
  init: FetchEventSourceInit = {},
  lastEventId = '',
  target = url,
  isBodySent = false,
) {
  const { signal } = new AbortController()
  const attempt = { number: 1, failures: 0, lastEventId, error: undefined, signal }
  return buildRequest(target, readOptions(init), attempt, isBodySent)
}
