import { equal, ok } from '../../faces/assert.ts'
import { drive, press, until } from './drive.ts'

const find = (selector: string) => document.querySelector<HTMLElement>(selector)!
const isClosed = () => find('#state').textContent === 'closed'
const count = () => find('#counted').textContent
const rows = () => Array.from(document.querySelectorAll<HTMLElement>('#events [role=option]'))

/** Types into a field, or chooses from a list. */
function enter(selector: string, value: string): void {
  const field = find(selector) as HTMLInputElement
  field.value = value
  field.dispatchEvent(new Event('input', { bubbles: true }))
}

/** Whether anything is drawn on it. */
function isDrawn(canvas: HTMLCanvasElement): boolean {
  const { width, height } = canvas
  return canvas
    .getContext('2d')!
    .getImageData(0, 0, width, height)
    .data.some((byte) => byte > 0)
}

void drive(async () => {
  await until(() => document.querySelector('#state') && isClosed())
  equal(count(), '10', 'steps of the job that the page begins with')
  const kinds = Array.from(document.querySelectorAll('#moments li'), ({ className }) => className)
  for (const kind of ['request', 'response', 'open', 'retry', 'events', 'lost', 'waiting']) {
    ok(kinds.includes(kind), `${kind} is in the timeline`)
  }

  enter('[name=preset]', '4')
  await press('Connect')
  await until(() => isClosed() && count() === '100,000')
  ok(rows().length > 5 && rows().length < 60, `rows in the page: ${rows().length}`)
  ok(
    rows().some(({ id }) => id === 'event-100000'),
    'the last event is seen',
  )

  enter('#filter', '"number":777')
  await until(() => find('#shown').textContent === '111 shown')
  find('#events').dispatchEvent(new KeyboardEvent('keydown', { key: 'Home', bubbles: true }))
  await until(() => find('#detail').textContent.includes('"number": 777'))
  ok(Array.from(document.querySelectorAll('canvas')).every(isDrawn), 'drawn')
})
