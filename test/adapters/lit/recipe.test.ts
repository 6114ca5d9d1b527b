import { html, LitElement } from 'lit'
import { expect, onTestFinished, test, vi } from 'vitest'
import { createTestStream, type TestStream } from '../../../src/testing.ts'
import { frame, settle, useFrames } from '../framework.ts'
import { useEventSource } from '../snippets/lit.ts'

useFrames()

class PriceElement extends LitElement {
  static override readonly properties = { symbol: {} }
  static stream: TestStream
  declare symbol: string | undefined
  updates = 0
  readonly #feed = useEventSource(
    this,
    () => this.symbol && `https://example.com/prices/${this.symbol}`,
    { fetch: PriceElement.stream.fetch },
  )

  override render() {
    const { status, data } = this.#feed()
    this.updates++
    return html`${status}:${data}`
  }
}
customElements.define('price-element', PriceElement)

function place(symbol?: string) {
  const stream = (PriceElement.stream = createTestStream())
  const element = document.createElement('price-element') as PriceElement
  element.symbol = symbol
  onTestFinished(() => element.remove())
  document.body.append(element)
  return { stream, element, text: () => element.renderRoot.textContent }
}

test('an element reads its stream, and is updated once a frame', async () => {
  const { stream, element, text } = place('A')
  await settle()
  expect(text()).toBe('connecting:')
  const before = element.updates
  for (let price = 1; price <= 100; price++) await stream.send(`${price}`)
  await frame()
  expect(text()).toBe('open:100')
  expect(element.updates).toBe(before + 1)
  expect(stream.requests).toMatchObject([{ url: 'https://example.com/prices/A' }])
})

test('another property is another stream; none is none', async () => {
  const { stream, element, text } = place()
  await settle()
  expect(text()).toBe('idle:')
  expect(stream.requests).toHaveLength(0)
  element.symbol = 'A'
  await stream.send('1')
  await frame()
  element.symbol = 'B'
  await settle()
  expect(text()).toBe('connecting:')
  await stream.send('2')
  await frame()
  expect(text()).toBe('open:2')
  expect(stream.requests).toMatchObject([
    { url: 'https://example.com/prices/A', isOpen: false },
    { url: 'https://example.com/prices/B', isOpen: true },
  ])
})

test('an element that is taken out of the page closes its stream; one that is moved does not', async () => {
  const { stream, element } = place('A')
  await stream.send('1')
  const place2 = document.createElement('div')
  document.body.append(place2)
  place2.append(element)
  await settle()
  expect(stream.requests).toMatchObject([{ isOpen: true }])
  place2.remove()
  await settle()
  expect(stream.requests).toMatchObject([{ isOpen: false }])
  expect(vi.getTimerCount()).toBe(0)
})
