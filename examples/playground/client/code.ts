import type { Asked } from './asked.ts'

export const languages = ['fetchEvents', 'FetchEventSource', 'curl'] as const
export type Language = (typeof languages)[number]

/** The code that does what the form asks for. */
export function codeOf({ url, init }: Asked, language: Language): string {
  if (language === 'curl') return curlOf(url, init)
  const options = Object.keys(init).length > 0 ? `, ${literal(init, '')}` : ''
  if (language === 'fetchEvents') {
    return `import { fetchEvents } from 'millrace'

for await (const event of fetchEvents(${literal(url, '')}${options})) {
  console.log(event.type, event.lastEventId, event.data)
}
`
  }
  return `import { FetchEventSource } from 'millrace'

const source = new FetchEventSource(${literal(url, '')}${options})
source.onmessage = (event) => console.log(event.lastEventId, event.data)
source.onerror = (event) => {
  if (event.error) console.warn(event.error.message, event.reconnectIn)
}
`
}

function literal(value: unknown, indent: string): string {
  if (typeof value === 'string') {
    const escaped = JSON.stringify(value).slice(1, -1).replaceAll('\\"', '"')
    return `'${escaped.replaceAll("'", "\\'")}'`
  }
  if (Array.isArray(value)) return `[${value.map((one) => literal(one, indent)).join(', ')}]`
  if (typeof value !== 'object' || value === null) return String(value)
  const entries = Object.entries(value).map(([name, one]) => {
    const key = /^[A-Za-z_$][\w$]*$/.test(name) ? name : literal(name, '')
    return `${indent}  ${key}: ${literal(one, `${indent}  `)},\n`
  })
  return `{\n${entries.join('')}${indent}}`
}

function curlOf(url: string, { method, headers, body }: Asked['init']): string {
  const quoted = (text: string) => `'${text.replaceAll("'", String.raw`'\''`)}'`
  return [
    'curl -N',
    ...(method ? [`-X ${method}`] : []),
    ...Object.entries(headers ?? {}).map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`),
    ...(body ? [`--data-raw ${quoted(body)}`] : []),
    quoted(url),
  ].join(' \\\n  ')
}
