// tRPC subscriptions with headers and fresh tokens, which the native EventSource cannot send. What `tracked()` marks on the
// server is resumed from after a loss.
import { createTRPCClient, httpSubscriptionLink } from '@trpc/client'
import { FetchEventSource } from 'millrace'
import type { Router } from './servers/trpc.ts'

export const connect = (url: string, token: () => string) =>
  createTRPCClient<Router>({
    links: [
      httpSubscriptionLink({
        url,
        EventSource: FetchEventSource,
        eventSourceOptions: { headers: () => ({ authorization: `Bearer ${token()}` }) },
      }),
    ],
  })
