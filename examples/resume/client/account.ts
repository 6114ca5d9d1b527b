import { FetchEventSource } from 'millrace'

/** The types of `event.data`, by event type. */
interface AccountEvents {
  /** Where things stand: for who is new here, or was away for longer than the server remembers. */
  reset: { balance: number }
  booking: { amount: number; balance: number }
  /** What was missed has been said. */
  caught_up: { bookings: number }
}

/** What has become of an account here: to be kept, and gone on with in another page. */
export interface Account {
  balance: number
  lastEventId: string
}

/** What is told of an account as it is followed. */
export interface Follower {
  state(name: 'connecting' | 'live'): void
  happened(text: string): void
  changed(account: Account, isRight: boolean): void
}

/** Follows the account, from where it was left. */
export function follow(
  left: Account | undefined,
  init: { lastEventIdParam?: string },
  { state, happened, changed }: Follower,
): void {
  let balance = left?.balance ?? 0
  const source = new FetchEventSource<AccountEvents>('/api/account', {
    lastEventId: left?.lastEventId ?? '',
    parse: (data) => JSON.parse(data),
    ...init,
  })
  state('connecting')
  source.onopen = () => {
    state('live')
    happened(`open, from ${source.lastEventId || 'nothing'}`)
  }
  source.onerror = () => state('connecting')
  source.addEventListener('reset', ({ data, lastEventId }) => {
    balance = data.balance
    happened(`reset: the balance is ${balance}, as of ${lastEventId}`)
    changed({ balance, lastEventId }, true)
  })
  source.addEventListener('booking', ({ data, lastEventId }) => {
    balance += data.amount
    changed({ balance, lastEventId }, balance === data.balance)
  })
  source.addEventListener('caught_up', ({ data }) => {
    happened(`caught up: ${data.bookings} bookings were missed`)
  })
}
