import { createSignal } from 'solid-js'
import { render } from 'solid-js/web'
import { Prices } from './prices'

render(() => {
  const [symbol, setSymbol] = createSignal('a')
  return (
    <>
      <button onClick={() => setSymbol('b')}>b</button>
      <Prices symbol={symbol()} />
    </>
  )
}, document.body)
