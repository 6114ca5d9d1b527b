import type { FetchLikeInit, TraceRecord } from '../index.ts'
import { visible } from './format.ts'
import type { Messages } from './messages.ts'
import { duration } from './table.ts'
import type { Tap } from './tap.ts'

/** Headers whose values no one has to hide; of all others, `-v` shows the name alone. */
const PUBLIC = new Set([
  ...[
    'accept',
    'accept-encoding',
    'accept-language',
    'access-control-allow-origin',
    'age',
    'allow',
  ],
  ...['cache-control', 'connection', 'content-encoding', 'content-length', 'content-type', 'date'],
  ...['keep-alive', 'last-event-id', 'pragma', 'retry-after', 'server', 'transfer-encoding'],
  ...['user-agent', 'vary', 'via', 'x-accel-buffering', 'x-powered-by'],
])

/** Tells the life of the connection: every step with `-v`, else why it was lost and when it comes back. */
export function narrate(record: TraceRecord, messages: Messages, isVerbose: boolean): void {
  const line = (text: string) => messages.print(visible(text))
  switch (record.type) {
    case 'request':
      if (isVerbose) line(`* attempt ${record.attempt}: ${record.method} ${record.url}`)
      return
    case 'response':
      return
    case 'open':
      if (isVerbose) line('* open')
      return
    case 'retry':
      if (isVerbose) line(`* the server sets the reconnection time to ${record.milliseconds} ms`)
      return
    case 'discarded':
      if (isVerbose) line(`* discarded, as the standard says, ${record.kind}: ${record.text}`)
      return
    case 'lost':
      messages.say(visible(`millrace: ${record.error.message}`))
      return
    case 'waiting':
      messages.say(`millrace: again in ${duration(record.milliseconds)}`)
      return
    case 'closed':
      if (isVerbose) line(`* closed: ${record.reason}`)
  }
}

/** Shows the heads of requests and responses as `-v` of curl does, but no value that may be a secret. */
export function headTap(messages: Messages): Tap {
  const show = (mark: string, [name, value]: [string, string]) =>
    messages.print(
      visible(`${mark} ${name}: ${PUBLIC.has(name.toLowerCase()) ? value : '(not shown)'}`),
    )
  return {
    request(_url: string, { headers }: FetchLikeInit) {
      for (const header of Object.entries(headers)) show('>', header)
    },
    response(response) {
      messages.print(visible(`< ${response.status} ${response.statusText}`.trimEnd()))
      for (const header of response.headers) show('<', header)
    },
  }
}
