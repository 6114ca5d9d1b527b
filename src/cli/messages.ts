/** What is not data: lines on standard error, and a status line below them where both are a terminal's. */
export class Messages {
  readonly #isSilent: boolean
  #status: (() => string) | undefined
  #timer: NodeJS.Timeout | undefined
  #isShown = false

  constructor(isSilent: boolean) {
    this.#isSilent = isSilent
    // Whoever reads them may leave.
    process.stderr.on('error', () => {})
  }

  /** Shows a line at the bottom, made anew four times a second. */
  showStatus(status: () => string): void {
    this.#status = status
    this.#timer = setInterval(() => this.around(() => {}), 250)
    this.#timer.unref()
    this.#draw()
  }

  hideStatus(): void {
    clearInterval(this.#timer)
    this.#erase()
    this.#status = undefined
  }

  /** A line that `-s` leaves out. */
  say(text: string): void {
    if (!this.#isSilent) this.print(text)
  }

  /** A line that was asked for. */
  print(text: string): void {
    this.around(() => process.stderr.write(`${text}\n`))
  }

  /** Does what writes to the terminal, with the status line out of its way. */
  around(write: () => void): void {
    this.#erase()
    write()
    this.#draw()
  }

  #draw(): void {
    if (!this.#status) return
    this.#isShown = true
    // A line that wrapped could not be erased.
    process.stderr.write(this.#status().slice(0, (process.stderr.columns || 80) - 1))
  }

  #erase(): void {
    if (this.#isShown) process.stderr.write('\r\x1b[K')
    this.#isShown = false
  }
}
