/** The body of an `XhrResponse`: an async iterable of the text as it arrives, to be iterated once. */
export class XhrBody implements AsyncIterable<string> {
  /** Whether someone has begun to read it. */
  locked = false
  readonly #xhr: XMLHttpRequest
  readonly #maxBytes: number
  /** How much of the request's text was looked at. */
  #seen = 0
  /** What no one has taken yet. */
  #pending = ''
  #isOver = false
  #error: Error | undefined
  #wake: (() => void) | undefined

  constructor(xhr: XMLHttpRequest, maxBytes: number) {
    this.#xhr = xhr
    this.#maxBytes = maxBytes
  }

  [Symbol.asyncIterator](): AsyncIterator<string, undefined> {
    this.locked = true
    return {
      next: async () => {
        while (this.#pending === '' && !this.#isOver)
          await new Promise<void>((resolve) => (this.#wake = resolve))
        const value = this.#pending
        this.#pending = ''
        if (value !== '') return { value, done: false }
        if (this.#error) throw this.#error
        return { value: undefined, done: true }
      },
      return: async () => {
        this.cancel()
        return { value: undefined, done: true }
      },
    }
  }

  /** Aborts the request, and ends the iteration; an error is thrown by it, after what had arrived. */
  cancel(error?: Error): void {
    if (this.#isOver) return
    this.end(error)
    if (!error) this.#pending = ''
    this.#xhr.abort()
  }

  /** Some of it has arrived, so many bytes in all. */
  progress(bytes: number): void {
    if (this.#isOver) return
    const text = this.#xhr.responseText
    this.#add(text)
    // An event that is cut would have to be sent again; but the memory has an end.
    const isBetween = /(?:\n|\r\n?)(?:\n|\r\n?)$/.test(this.#pending)
    if (bytes > (isBetween ? 1 : 2) * this.#maxBytes)
      this.cancel(
        new Error(
          `xhrFetch has read ${bytes} bytes, over its maxBytes; an XMLHttpRequest keeps them all`,
        ),
      )
  }

  /** It is over: complete, or for that reason. */
  end(error?: Error): void {
    if (this.#isOver) return
    if (!error) this.#add(this.#xhr.responseText, true)
    this.#isOver = true
    this.#error = error
    this.#wake?.()
  }

  #add(text: string, isComplete = false): void {
    // A character that is cut reads as U+FFFD until the rest of it has come.
    const isCut = !isComplete && text.endsWith('\ufffd')
    const length = isCut ? text.length - 1 : text.length
    if (length <= this.#seen) return
    // A browser has taken a BOM off already, where its decoder is told the encoding; the parser would take off a second.
    if (this.#seen === 0 && text.startsWith('\ufeff') && 'overrideMimeType' in this.#xhr)
      this.#pending = '\ufeff'
    this.#pending += text.slice(this.#seen, length)
    this.#seen = length
    this.#wake?.()
  }
}
