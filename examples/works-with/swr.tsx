// SWR's subscriptions: components that use the same key share a connection, which closes with the last of them.
import { FetchEventSource } from 'millrace'
import useSWRSubscription, { type SWRSubscriptionOptions } from 'swr/subscription'

export function Price({ url }: { url: string }) {
  const { data, error } = useSWRSubscription(
    url,
    (key: string, { next }: SWRSubscriptionOptions<{ bid: number }, Error>) => {
      const source = new FetchEventSource(key, {
        parse: (text) => JSON.parse(text) as { bid: number },
      })
      source.addEventListener('price', (event) => next(null, event.data))
      void source.closed.then(({ error }) => error && next(error))
      return () => source.close()
    },
  )
  return <output>{error ? error.message : (data?.bid ?? 'connecting')}</output>
}
