/** What the form asks for: a URL, and what `fetchEvents` takes with it. */
export interface Asked {
  url: string
  init: {
    method?: string
    headers?: Record<string, string>
    body?: string
    reconnect?: Record<string, unknown> | false
    [option: string]: unknown
  }
}

/** An option that has a field in the form; `reconnect.` before its name says where it belongs. */
export interface OptionField {
  name: string
  kind: 'number' | 'text' | 'flag'
  hint: string
}

export const optionFields: OptionField[] = [
  { name: 'lastEventId', kind: 'text', hint: 'resume from' },
  { name: 'lastEventIdParam', kind: 'text', hint: 'in the query, not a header' },
  { name: 'connectTimeout', kind: 'number', hint: 'ms' },
  { name: 'idleTimeout', kind: 'number', hint: 'ms without a byte' },
  { name: 'eventTimeout', kind: 'number', hint: 'ms without an event' },
  { name: 'maxEventSize', kind: 'number', hint: 'characters' },
  { name: 'reconnect.when', kind: 'text', hint: 'always, lost, resumable' },
  { name: 'reconnect.delay', kind: 'number', hint: 'ms, 3000' },
  { name: 'reconnect.maxDelay', kind: 'number', hint: 'ms, 30000' },
  { name: 'reconnect.factor', kind: 'number', hint: '2' },
  { name: 'reconnect.stableAfter', kind: 'number', hint: 'ms, 5000' },
  { name: 'reconnect.maxAttempts', kind: 'number', hint: 'no limit' },
  { name: 'reconnect.spread', kind: 'number', hint: 'ms, 0' },
  { name: 'reconnect.statuses', kind: 'text', hint: 'transient, or 500, 503' },
  { name: 'withCredentials', kind: 'flag', hint: '' },
  { name: 'pauseWhenHidden', kind: 'flag', hint: '' },
]

/** Reads the lines `Name: value`. Throws a `TypeError` for one that is not such. */
export function readHeaderLines(text: string): Record<string, string> {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  return Object.fromEntries(
    lines.map((line) => {
      const colon = line.indexOf(':')
      if (colon < 1) throw new TypeError(`headers: expected “Name: value”, got “${line}”`)
      return [line.slice(0, colon).trim(), line.slice(colon + 1).trim()]
    }),
  )
}

/** Reads the form, by the names of its fields. Throws a `TypeError` for what cannot be meant. */
export function readAsked(form: HTMLFormElement): Asked {
  const fields = new FormData(form)
  const text = (name: string) => String(fields.get(name) ?? '')
  const init: Asked['init'] = {}
  const headers = readHeaderLines(text('headers'))
  const method = text('method')
  if (method !== 'GET') init.method = method
  if (Object.keys(headers).length > 0) init.headers = headers
  if (method !== 'GET' && text('body') !== '') init.body = text('body')
  const reconnect: Record<string, unknown> = {}
  for (const { name, kind } of optionFields) {
    const value = text(name).trim()
    if (value === '') continue
    const [, option] = /^reconnect\.(.*)/.exec(name) ?? []
    const target = option === undefined ? init : reconnect
    target[option ?? name] = option === 'statuses' ? readStatuses(value) : valueOf(kind, value)
  }
  if (text('reconnect') === '') init.reconnect = false
  else if (Object.keys(reconnect).length > 0) init.reconnect = reconnect
  return { url: new URL(text('url'), location.href).href, init }
}

function valueOf(kind: OptionField['kind'], value: string): unknown {
  if (kind === 'flag') return true
  return kind === 'number' ? Number(value) : value
}

function readStatuses(text: string): unknown {
  return text === 'transient' ? text : text.split(/[ ,]+/).map(Number)
}
