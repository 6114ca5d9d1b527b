import { FetchEventSource } from 'millrace'
import { boolean, number, object, optional, picklist, string } from 'valibot'

const happening = object({
  game: number(),
  minute: number(),
  side: optional(picklist(['home', 'away'])),
  color: optional(string()),
})

const game = object({
  game: number(),
  home: string(),
  away: string(),
  minute: number(),
  score: object({ home: number(), away: number() }),
  isOver: boolean(),
})

/** The data of the stream's events, by their type. */
const events = {
  connection: string(),
  game,
  minute: happening,
  goal: happening,
  card: happening,
  whistle: happening,
}

export type Scores = ReturnType<typeof openScores>

/** One connection for the chosen games, whichever they are. */
export function openScores(chosen: Set<number>) {
  let connection: string | undefined

  const choice = () => JSON.stringify({ games: [...chosen] })
  const headers = { 'content-type': 'application/json' }
  const source = new FetchEventSource('/api/scores', {
    method: 'POST',
    headers,
    // Asked before each attempt: a new connection begins with what is chosen then.
    body: choice,
    // It only reads, although it is a POST: it may be repeated.
    reconnect: { when: 'always', delay: 500, statuses: 'transient' },
    parse: events,
  })

  async function tell(): Promise<void> {
    if (connection === undefined) return
    const told = connection
    const { status } = await fetch(`/api/scores/${told}`, {
      method: 'PUT',
      headers,
      body: choice(),
    })
    // Of a connection that is just being replaced the server knows nothing any more: the next one has it in its body.
    if (status >= 400 && told === connection) source.reconnect()
  }

  source.addEventListener('connection', ({ data }) => {
    connection = data
    // What was chosen between its request and now.
    void tell()
  })
  source.addEventListener('error', (event) => {
    if (event.error && event.reconnectIn !== undefined) connection = undefined
  })

  return {
    source,
    /** Takes a game in, or leaves it out, without a new connection. */
    choose(game: number, isWanted: boolean): void {
      if (isWanted) chosen.add(game)
      else chosen.delete(game)
      void tell()
    },
  }
}
