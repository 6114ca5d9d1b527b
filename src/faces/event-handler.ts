/**
 * An event handler IDL attribute, such as `onmessage` (WHATWG HTML, section 8.1.8.1): a listener that keeps its place among
 * the others when it is replaced, and loses it when it is set to `null`.
 */
export class EventHandler {
  readonly #target: EventTarget
  readonly #type: string
  #value: object | null = null

  constructor(target: EventTarget, type: string) {
    this.#target = target
    this.#type = type
  }

  readonly #listener = (event: Event): void => {
    // Called on the target itself: in Node (20 to 26), event.currentTarget is null for every listener but the first.
    // "Process return value": "If return value is false, then set event's canceled flag."
    if (typeof this.#value === 'function' && this.#value.call(this.#target, event) === false)
      event.preventDefault()
  }

  get value(): object | null {
    return this.#value
  }

  set value(value: unknown) {
    // [LegacyTreatNonObjectAsNull]: any object is kept, but only a function is called.
    const next = typeof value === 'function' || typeof value === 'object' ? value : null
    if (next && !this.#value) this.#target.addEventListener(this.#type, this.#listener)
    if (!next && this.#value) this.#target.removeEventListener(this.#type, this.#listener)
    this.#value = next
  }
}
