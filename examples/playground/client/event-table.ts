import type { Recorded } from './recording.ts'

/** As high as the style sheet makes a row, in pixels. */
const ROW = 28
/** Rows above and below what is seen. */
const MARGIN = 6

/** A list of any length, of which only the rows that are seen are in the page. */
export class EventTable {
  readonly #box: HTMLElement
  readonly #sizer: HTMLElement
  readonly #onSelect: (event: Recorded | undefined) => void
  #events: Recorded[] = []
  #selected: Recorded | undefined
  /** Whether it goes along with what comes. */
  #follows = true
  #drawn = ''

  constructor(box: HTMLElement, onSelect: (event: Recorded | undefined) => void) {
    this.#box = box
    this.#onSelect = onSelect
    this.#sizer = document.createElement('div')
    box.replaceChildren(this.#sizer)
    box.addEventListener('scroll', () => {
      this.#follows = box.scrollTop + box.clientHeight > box.scrollHeight - ROW
      this.#draw()
    })
    box.addEventListener('keydown', (event) => this.#onKey(event))
    box.addEventListener('click', ({ target }) => {
      const row = (target as Element).closest<HTMLElement>('[role=option]')
      if (row) this.#select(Number(row.dataset['index']))
    })
  }

  /** Shows these; called with the same list when there are more in it. */
  show(events: Recorded[]): void {
    this.#events = events
    this.#sizer.style.height = `${events.length * ROW}px`
    if (this.#follows) this.#box.scrollTop = this.#box.scrollHeight
    this.#draw()
  }

  /** Begins anew. */
  clear(): void {
    this.#follows = true
    this.#selected = undefined
    this.#onSelect(undefined)
    this.show([])
  }

  #draw(): void {
    const first = Math.max(0, Math.floor(this.#box.scrollTop / ROW) - MARGIN)
    const count = Math.ceil(this.#box.clientHeight / ROW) + 2 * MARGIN
    const events = this.#events.slice(first, first + count)
    const drawn = `${first} ${events[0]?.number} ${events.length} ${this.#selected?.number}`
    if (drawn === this.#drawn) return
    this.#drawn = drawn
    this.#sizer.replaceChildren(...events.map((event, index) => this.#row(event, first + index)))
  }

  #row(event: Recorded, index: number): HTMLElement {
    const row = document.createElement('div')
    row.role = 'option'
    row.id = `event-${event.number}`
    row.dataset['index'] = String(index)
    row.ariaSelected = String(event === this.#selected)
    row.ariaSetSize = String(this.#events.length)
    row.ariaPosInSet = String(index + 1)
    row.style.top = `${index * ROW}px`
    const { number, at, type, lastEventId, data } = event
    const cells = [number, `${(at / 1000).toFixed(3)} s`, type, lastEventId, data.slice(0, 300)]
    row.append(
      ...cells.map((text) => {
        const cell = document.createElement('span')
        cell.textContent = String(text)
        return cell
      }),
    )
    return row
  }

  #onKey(event: KeyboardEvent): void {
    const page = Math.floor(this.#box.clientHeight / ROW) - 1
    const steps: Record<string, number> = {
      ArrowDown: 1,
      ArrowUp: -1,
      PageDown: page,
      PageUp: -page,
      Home: -Infinity,
      End: Infinity,
    }
    const step = steps[event.key]
    if (step === undefined || this.#events.length === 0) return
    event.preventDefault()
    const selected = this.#selected ? this.#events.indexOf(this.#selected) : -1
    const from = selected >= 0 ? selected : step > 0 ? -1 : this.#events.length
    this.#select(Math.min(Math.max(from + step, 0), this.#events.length - 1))
  }

  #select(index: number): void {
    this.#selected = this.#events[index]
    const top = index * ROW
    const { scrollTop, clientHeight } = this.#box
    if (top < scrollTop) this.#box.scrollTop = top
    else if (top + ROW > scrollTop + clientHeight) this.#box.scrollTop = top + ROW - clientHeight
    this.#follows = index === this.#events.length - 1
    this.#draw()
    this.#box.setAttribute('aria-activedescendant', `event-${this.#selected!.number}`)
    this.#onSelect(this.#selected)
  }
}
