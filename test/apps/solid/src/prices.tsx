import { useEventSource } from 'millrace/solid'
import { Show } from 'solid-js'

export function Prices(props: { symbol: string }) {
  const feed = useEventSource(() => `/feed?symbol=${props.symbol}`, {
    reduce: (prices: string[], event) => [...prices, event.data].slice(-100),
    initial: [],
  })
  return (
    <>
      <output aria-busy={feed.status() === 'connecting'}>{feed.data().join(' ')}</output>
      <Show when={feed.status() === 'reconnecting'}>
        <p role="status">Reconnecting …</p>
      </Show>
      <Show when={feed.status() === 'failed'}>
        <p role="alert">{feed.error()?.message}</p>
      </Show>
    </>
  )
}
