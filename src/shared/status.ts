import type { HubEffects } from './hub-effects.ts'
import type { Life } from './messages.ts'

/** A connection that was never open. */
export const UNBORN: Life = {
  turn: 0,
  isOpen: false,
  attempt: 0,
  resumedFrom: '',
  openedAfter: 0,
}

/** How the connection is, as the instances of this page were told: each turn of it once. */
export class Status {
  life: Life = UNBORN
  readonly #effects: Pick<HubEffects, 'tell' | 'now'>
  #told = ''
  /** Whether events were missed, which the next `open` has to say. */
  #hasGap = false
  #dueAt = 0

  constructor(effects: Pick<HubEffects, 'tell' | 'now'>) {
    this.#effects = effects
  }

  /** The same, with what is left of a wait. */
  get now(): Life {
    const { reconnectIn } = this.life
    const left = reconnectIn && Math.max(0, this.#dueAt - this.#effects.now())
    return { ...this.life, reconnectIn: left }
  }

  tell(life: Life, epoch: number): void {
    const turn = `${epoch} ${life.turn}`
    if (turn === this.#told) return
    this.#told = turn
    this.#dueAt = this.#effects.now() + (life.reconnectIn ?? 0)
    if (this.#hasGap && life.isOpen) {
      this.#hasGap = false
      life = { ...life, resumedFrom: '' }
    }
    this.life = life
    this.#effects.tell(life)
  }

  /** It begins anew, or is to. */
  rest(epoch: number): void {
    this.tell({ ...UNBORN, turn: -1 }, epoch)
    this.#told = ''
  }

  /** Goes over to another connection. From open to open there is nothing to tell. */
  change(life: Life, epoch: number): void {
    if (!life.isOpen || !this.life.isOpen) return this.forget()
    this.life = life
    this.#told = `${epoch} ${life.turn}`
  }

  /** The next turn is told, whichever it is. */
  forget(): void {
    this.#told = ''
  }

  missed(): void {
    this.#hasGap = true
    this.#told = ''
  }
}
