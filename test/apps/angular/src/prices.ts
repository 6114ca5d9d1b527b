import { Component, input } from '@angular/core'
import { useEventSource } from 'millrace/angular'

@Component({
  selector: 'app-prices',
  template: `
    <output [attr.aria-busy]="feed.status() === 'connecting'">{{ feed.data().join(' ') }}</output>
    @if (feed.status() === 'reconnecting') {
      <p role="status">Reconnecting …</p>
    } @else if (feed.status() === 'failed') {
      <p role="alert">{{ feed.error()?.message }}</p>
    }
  `,
})
export class Prices {
  readonly symbol = input.required<string>()
  readonly feed = useEventSource(() => `/feed?symbol=${this.symbol()}`, {
    reduce: (prices: string[], event) => [...prices, event.data].slice(-100),
    initial: [],
  })
}
