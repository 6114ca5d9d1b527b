import { EventEmitter } from 'node:events'

export type Side = 'home' | 'away'

export interface Game {
  game: number
  home: string
  away: string
  minute: number
  score: { home: number; away: number }
  isOver: boolean
}

/** What happened in a game: the event of a stream, with its place in the log of all games. */
export interface Happening {
  id: number
  type: 'minute' | 'goal' | 'card' | 'whistle'
  data: { game: number; minute: number; side?: Side; color?: 'yellow' | 'red' }
}

/** How long a minute takes here. */
const MINUTE = 500
const REMEMBERED = 5000

const towns =
  'Ashby Burnham Calder Dunmore Eastfield Farlow Granby Hexley Ingram Jarrow Kelham Linden Marsden Norwell Oakham Penrith Quorn Rowley Selby Thornton Upwood Vale Westbury Yarm'.split(
    ' ',
  )

/** Twelve games, played again and again. Emits what happens in them. */
export class Games extends EventEmitter<{ happening: [Happening] }> {
  /** They did not all begin at once. */
  readonly list: Game[] = towns
    .slice(12)
    .map((away, game) => ({ ...newGame(game, towns[game]!, away), minute: (game % 4) * 15 }))
  readonly #log: Happening[] = []
  /** By the clock, so that what a server before this one gave is older than all of this one's. */
  #lastId = Date.now()

  start(): void {
    setInterval(() => this.#play(), MINUTE)
  }

  get lastId(): number {
    return this.#lastId
  }

  /** What happened in those games after that one. */
  after(id: number, games: Set<number>): Happening[] {
    return this.#log.filter((one) => one.id > id && games.has(one.data.game))
  }

  #play(): void {
    for (const game of this.list) {
      if (game.isOver) {
        // A day later; the pause is as long as a half.
        if (++game.minute > 135) Object.assign(game, newGame(game.game, game.home, game.away))
        continue
      }
      game.minute++
      this.#tell(game, 'minute')
      for (const side of ['home', 'away'] as const) {
        if (Math.random() < 0.03) {
          game.score[side]++
          this.#tell(game, 'goal', { side })
        }
        if (Math.random() < 0.02) {
          this.#tell(game, 'card', { side, color: Math.random() < 0.9 ? 'yellow' : 'red' })
        }
      }
      game.isOver = game.minute === 90
      if (game.isOver) this.#tell(game, 'whistle')
    }
  }

  #tell({ game, minute }: Game, type: Happening['type'], more: Partial<Happening['data']> = {}) {
    const happening = { id: ++this.#lastId, type, data: { game, minute, ...more } }
    this.#log.push(happening)
    if (this.#log.length > REMEMBERED) this.#log.shift()
    this.emit('happening', happening)
  }
}

function newGame(game: number, home: string, away: string): Game {
  return { game, home, away, minute: 0, score: { home: 0, away: 0 }, isOver: false }
}
