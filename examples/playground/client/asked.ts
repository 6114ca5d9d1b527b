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
  hint?: string
}

/** Those that belong together. */
export interface OptionGroup {
  title: string
  fields: OptionField[]
}

export const optionGroups: OptionGroup[] = [
  {
    title: 'Begin and end',
    fields: [
      { name: 'lastEventId', kind: 'text', hint: 'where to begin' },
      { name: 'lastEventIdParam', kind: 'text', hint: 'query parameter' },
      { name: 'until', kind: 'text', hint: 'data, as [DONE]' },
    ],
  },
  {
    title: 'Timeouts, ms',
    fields: [
      { name: 'connectTimeout', kind: 'number', hint: 'until a response' },
      { name: 'idleTimeout', kind: 'number', hint: 'without a byte' },
      { name: 'eventTimeout', kind: 'number', hint: 'without an event' },
    ],
  },
  {
    title: 'Reconnect',
    fields: [
      { name: 'reconnect', kind: 'flag' },
      { name: 'reconnect.when', kind: 'text', hint: 'always, lost, resumable' },
      { name: 'reconnect.statuses', kind: 'text', hint: 'transient, or 500, 503' },
      { name: 'reconnect.delay', kind: 'number', hint: '3000 ms' },
      { name: 'reconnect.maxDelay', kind: 'number', hint: '30000 ms' },
      { name: 'reconnect.factor', kind: 'number', hint: '2' },
      { name: 'reconnect.spread', kind: 'number', hint: '0 ms' },
      { name: 'reconnect.maxAttempts', kind: 'number', hint: 'no limit' },
      { name: 'reconnect.stableAfter', kind: 'number', hint: '5000 ms' },
    ],
  },
  {
    title: 'Limits',
    fields: [
      { name: 'maxEventSize', kind: 'number', hint: 'characters' },
      { name: 'errorBody', kind: 'number', hint: 'bytes of a refusal' },
    ],
  },
  {
    title: 'Browser',
    fields: [
      { name: 'withCredentials', kind: 'flag' },
      { name: 'pauseWhenHidden', kind: 'flag' },
      { name: 'checkOnWake', kind: 'flag' },
    ],
  },
]

export const optionFields: OptionField[] = optionGroups.flatMap(({ fields }) => fields)

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
    if (value === '' || name === 'reconnect') continue
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
