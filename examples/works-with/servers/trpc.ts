import { initTRPC, tracked } from '@trpc/server'
import { createHTTPHandler } from '@trpc/server/adapters/standalone'
import { z } from 'zod'

const t = initTRPC.context<{ authorization: string | undefined }>().create()

const router = t.router({
  /** Two numbers more than the client has seen. */
  count: t.procedure
    .input(z.object({ lastEventId: z.string().optional() }).optional())
    .subscription(async function* ({ input, ctx, signal }) {
      const seen = Number(input?.lastEventId ?? 0)
      for (let number = seen + 1; number <= seen + 2; number++) {
        yield tracked(String(number), `${number} for ${ctx.authorization}`)
      }
      await new Promise((resolve) => signal?.addEventListener('abort', resolve))
    }),
})

export type Router = typeof router

export const handler = createHTTPHandler({
  router,
  createContext: ({ req }) => ({ authorization: req.headers.authorization }),
})
