import { Component, provideZonelessChangeDetection, signal } from '@angular/core'
import { provideClientHydration } from '@angular/platform-browser'
import { Prices } from './prices'

@Component({
  selector: 'app-root',
  imports: [Prices],
  template: `
    <button (click)="symbol.set('b')">b</button>
    <app-prices [symbol]="symbol()" />
  `,
})
export class App {
  readonly symbol = signal('a')
}

export const config = { providers: [provideZonelessChangeDetection(), provideClientHydration()] }
