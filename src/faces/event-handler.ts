/**
 * An event handler IDL attribute, such as `onmessage` (WHATWG HTML, section 8.1.8.1): a listener that keeps its place among
 * the others when it is replaced, and loses it when it is set to `null`.
 */
export class EventHandler {
  #value: object | null = null

  readonly #listener = (event: Event): void => {
    // "Process return value": "If return value is false, then set event's canceled flag."
    if (typeof this.#value === 'function' && this.#value.call(event.currentTarget, event) === false)
      event.preventDefault()
  }

  get value(): object | null {
    return this.#value
  }

  set(value: unknown, target: EventTarget, type: string): void {
    // [LegacyTreatNonObjectAsNull]: any object is kept, but only a function is called.
    const next = typeof value === 'function' || typeof value === 'object' ? value : null
    if (next && !this.#value) target.addEventListener(type, this.#listener)
    if (!next && this.#value) target.removeEventListener(type, this.#listener)
    this.#value = next
  }
}
