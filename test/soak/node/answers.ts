/** What becomes of a connection: it is ended in good order, or cut, or goes on, or there is no answer at all. */
export interface Answer {
  status?: number
  headers?: Record<string, string>
  text?: string
  ending: 'end' | 'cut' | 'stay' | 'silence'
}

type Headers = Record<string, string | string[] | undefined>

const byName: Record<string, (headers: Headers) => Answer> = {
  clean: (headers) => ({ ...stream(headers), ending: 'end' }),
  cut: (headers) => ({ ...stream(headers, 'id: cut\ndata: c'), ending: 'cut' }),
  open: (headers) => ({ ...stream(headers), ending: 'stay' }),
  unavailable: (headers) => (isGoodRound(headers) ? byName['clean']!(headers) : refusal(503)),
  tooMany: (headers) => (isGoodRound(headers) ? byName['clean']!(headers) : refusal(429)),
  unanswered: (headers) =>
    isGoodRound(headers) ? byName['clean']!(headers) : { ending: 'silence' },
  expired(headers) {
    const [, until] = /^Bearer (\d+)$/.exec(String(headers['authorization'])) ?? []
    const isExpired = Number(until) < Number(headers['x-now'])
    return isExpired ? { status: 401, text: 'expired', ending: 'end' } : byName['clean']!(headers)
  },
}

/** What a request for `/name/lane` is answered. The log has an event for every number. */
export function answerTo(url: string, headers: Headers): Answer {
  const [, name = ''] = new URL(url, 'http://localhost').pathname.split('/')
  return byName[name]!(headers)
}

/** A good connection now and then, so that no one backs off for ever. */
function isGoodRound({ 'x-round': round }: Headers): boolean {
  return Number(round) % 5 === 0
}

function refusal(status: number): Answer {
  return { status, headers: { 'retry-after': '120' }, text: 'x'.repeat(100), ending: 'end' }
}

/** Two events, from where the client is. */
function stream({ 'last-event-id': id }: Headers, rest = ''): Omit<Answer, 'ending'> {
  const last = Number(id ?? 0)
  const events = [last + 1, last + 2].map(
    (number) => `id: ${number}\ndata: ${number} ${'x'.repeat(number % 100)}\n\n`,
  )
  return {
    status: 200,
    headers: { 'content-type': 'text/event-stream' },
    text: `retry: 60000\n\n${events.join('')}${rest}`,
  }
}
