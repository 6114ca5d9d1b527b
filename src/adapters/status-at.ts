import { CLOSED, OPEN, type ReadyState } from '../session/ready-state.ts'
import type { SubscriptionStatus } from './init.ts'

/** How a subscription is, which came to its `outcome` by itself, or to none; `wasTried`: it had a connection, or lost one. */
export function statusAt(
  readyState: ReadyState,
  outcome: 'ended' | 'failed' | undefined,
  wasTried: boolean,
): SubscriptionStatus {
  if (readyState === CLOSED) return outcome ?? 'idle'
  if (readyState === OPEN) return 'open'
  return wasTried ? 'reconnecting' : 'connecting'
}
