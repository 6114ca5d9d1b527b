import type { Attempt, FetchLikeInit, SessionInit } from '../../src/index.ts'
import type { EventLog } from './event-log.ts'
import { END, type Profile } from './profile.ts'
import type { User } from './user.ts'
import type { Witness } from './witness.ts'

/** The name of the query parameter that carries the last event ID. */
const PARAMETER = 'last-event-id'

/** One who reads a log to its end, whatever comes. */
export class Reader {
  readonly profile: Profile
  readonly log: EventLog
  readonly user: User
  readonly witness: Witness
  readonly url: string
  readonly origin: string

  constructor(profile: Profile, log: EventLog, user: User, witness: Witness, origin: string) {
    this.profile = profile
    this.log = log
    this.user = user
    this.witness = witness
    this.origin = origin
    const { reader, method, hasEnd } = profile
    const query = new URLSearchParams({ length: `${log.length}`, end: hasEnd ? END : '' })
    this.url = `${origin}/log/${reader}?${query}`
    if (method === 'POST') this.url += '&post'
    // Little at a time, so that tabs come and go meanwhile.
    if (profile.face === 'shared') this.url += '&little'
  }

  get isDone(): boolean {
    return this.witness.isComplete
  }

  /** Options with every callback, each of which throws now and then. */
  init(lastEventId: string, signal: AbortSignal): SessionInit {
    const { profile, user } = this
    const { method, hasParameter, hasEnd, hasFetch } = profile
    return {
      method,
      lastEventId,
      signal,
      ...(hasParameter && { lastEventIdParam: PARAMETER }),
      ...(hasEnd && { until: this.#until() }),
      ...(method === 'POST' && { body: user.picks([() => this.#body(), 'a prompt']) }),
      ...(hasFetch && { fetch: this.#countedFetch() }),
      headers: (attempt) => this.#headers(attempt),
      reconnect: {
        delay: 2,
        maxDelay: 50,
        statuses: 'transient',
        when: method === 'POST' ? user.picks([undefined, 'lost' as const]) : undefined,
        decide: () => this.#decide(),
      },
      connectTimeout: 1000,
      idleTimeout: 500,
      onOpen: () => user.mayThrow('onOpen'),
      onEvent: () => user.mayThrow('onEvent', 2000),
      onComment: () => user.mayThrow('onComment', 500),
      trace: () => user.mayThrow('trace', 500),
    }
  }

  #until(): SessionInit['until'] {
    return this.user.picks<SessionInit['until']>([
      END,
      ({ data }) => {
        this.user.mayThrow('until', 2000)
        return data === END
      },
    ])
  }

  #body(): string {
    this.user.mayThrow('body')
    return 'a prompt'
  }

  async #headers({ lastEventId }: Attempt): Promise<HeadersInit> {
    // A loop takes events later than they come.
    if (['class', 'store'].includes(this.profile.face)) this.witness.checkPlace(lastEventId)
    this.user.mayThrow('headers')
    await Promise.resolve()
    this.user.mayThrow('headers')
    return { authorization: 'Bearer token' }
  }

  /** Mostly leaves it to the table; never says no. */
  #decide(): undefined | number | Promise<undefined | number> {
    this.user.mayThrow('decide')
    return this.user.picks([undefined, undefined, undefined, 3, Promise.resolve(undefined)])
  }

  /** A fetch for one source, which never asks while what it asked before goes on. */
  #countedFetch(): (url: string, init: FetchLikeInit) => Promise<Response> {
    let asked: AbortSignal | undefined
    return async (url, init) => {
      if (asked && !asked.aborted) this.witness.fail('A second connection was asked for')
      asked = init.signal
      const response = await fetch(url, init)
      // A store makes another session after one that failed, which leaves what was refused to who may read it.
      if (this.profile.face === 'store' && !isStream(response)) asked = undefined
      return response
    }
  }
}

/** Whether it is what was asked for, and no refusal. */
export function isStream({ status, headers }: Response): boolean {
  return status === 200 && headers.get('content-type')?.includes('event-stream') === true
}
