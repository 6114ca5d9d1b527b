import { isAmong } from './places.ts'

/** What a runtime does not let the package do, or does otherwise. */
export interface Limit {
  /** Runtimes, or single places in them. */
  places: string[]
  /** What its users have to know. */
  limit: string
  /** The case that shows it: it has to fail, or else the limit is gone. */
  shownBy: string
  /** The cases that fail for the same reason, and are not run. */
  also?: RegExp
}

const overXhr = [
  'Chromium over XMLHttpRequest',
  'Firefox over XMLHttpRequest',
  'WebKitGTK over XMLHttpRequest',
]

const anyFace = '(FetchEventSource|fetchEvents): '

/** Every case passes everywhere, but for these. */
export const limits: Limit[] = [
  {
    places: ['Firefox'],
    limit:
      'A response is not told of before the first byte of its body: `open` and `connectTimeout` wait for it, as does `open` of the native `EventSource`. A server should begin with a comment.',
    shownBy: 'platform: FetchEventSource: opens before the first byte of the stream',
  },
  {
    places: ['Firefox'],
    limit:
      'After a redirect, neither aborting nor cancelling a response closes its connection, which lasts until the server ends it or the page is left. Let streams be where they are asked for.',
    shownBy: 'redirects: fetchEvents: 301 in the same origin',
    also: /^redirects: (?!.*(redirect: 'error'|round in circles))/,
  },
  {
    places: ['Firefox'],
    limit:
      'Cancelling a response does not close its connection, only aborting the request does: a `fetch` of your own must not ignore its `signal`, and one for `readEvents` needs a signal, to abort when the loop is left.',
    shownBy: 'fetch that ignores its signal: fetchEvents: close() ends the stream',
    also: new RegExp(
      [
        '^fetch that ignores its signal: .*(close\\(\\)|a timeout|a refused response|too large)',
        '^readEvents: readEvents: (a wrong content type|leaving the loop frees|a refused status whose body|an aborted signal throws its reason, and)',
        '^until: readEvents: a text ends it',
      ].join('|'),
    ),
  },
  {
    places: ['Firefox', 'Firefox over XMLHttpRequest'],
    limit:
      'A GET is repeated by the browser itself where the server closes the connection without an answer.',
    shownBy:
      'lost connection: fetchEvents: GET reconnects when the server hangs up instead of answering',
    also: /^lost connection: FetchEventSource: GET reconnects when the server hangs up/,
  },
  {
    places: ['Node 20'],
    limit:
      'A stream that breaks off counts as ended in good order where the response says `Connection: close`. A GET reconnects all the same; a POST is taken for done.',
    shownBy: 'lost connection: fetchEvents: POST resumes after a reset',
    also: new RegExp(
      [
        `^lost connection: ${anyFace}(POST resumes|POST without an ID (fails after|reconnects with)|GET with when: 'resumable'|fails with reconnect: false)`,
        `^reconnect options: ${anyFace}decide: false fails a`,
        '^loop: fetchEvents: a failure comes after the events',
        `^error detail: ${anyFace}a reset tells nothing`,
        '^readEvents: readEvents: a response that breaks throws',
      ].join('|'),
    ),
  },
  {
    places: ['Deno', 'Bun', 'workerd'],
    limit: 'Events have a `timeStamp` of 0, whoever makes them.',
    shownBy:
      'event types: FetchEventSource: an event has all that a MessageEvent of an event stream has',
  },
  {
    places: ['Bun'],
    limit: 'More than a hundred redirects are followed, not twenty.',
    shownBy: 'redirects: fetchEvents: round in circles is a lost connection',
    also: /^redirects: FetchEventSource: round in circles/,
  },
  {
    places: ['workerd'],
    limit: "`redirect: 'error'` is refused by `fetch`.",
    shownBy: "redirects: fetchEvents: redirect: 'error' makes a lost connection of it",
    also: /^redirects: FetchEventSource: redirect: 'error'/,
  },
  {
    places: ['workerd'],
    limit: '`fetch` takes no cache mode but `no-store` and `no-cache`.',
    shownBy:
      'the request: fetchEvents: hands everything else to fetch, what it does not know included',
    also: /^the request: FetchEventSource: hands everything else to fetch/,
  },
  {
    places: ['workerd'],
    limit:
      'A listener that throws ends the dispatch: the listeners after it do not get that event.',
    shownBy:
      'listeners: FetchEventSource: a listener that throws is reported, and the stream goes on',
    also: /^listeners: FetchEventSource: handlers that throw are reported/,
  },
  {
    places: ['workerd'],
    limit:
      '`structuredClone` copies all that an error has, and throws for one with a `response`, or whose cause holds what cannot be copied. Pass on its JSON.',
    shownBy:
      'an error passed on: structuredClone of a status keeps the message, which begins with the code',
    also: /^an error passed on: structuredClone of (a status with its body|a wrong content type|headers)/,
  },
  {
    places: ['workerd', 'WebKitGTK', 'WebKitGTK over XMLHttpRequest'],
    limit: 'The headers that you give are sent in UTF-8, not in Latin-1.',
    shownBy: 'the request: fetchEvents: sends a header in Latin-1, as fetch does',
    also: /^the request: FetchEventSource: sends a header in Latin-1/,
  },
  {
    places: ['WebKitGTK', 'WebKitGTK over XMLHttpRequest'],
    limit:
      'A last event ID with characters above U+00FF can be sent in no header, and is left out; `lastEventIdParam` carries it.',
    shownBy: 'last event ID: fetchEvents: an ID 中 arrives in UTF-8',
    also: new RegExp(`^last event ID: ${anyFace}an ID (中|🙂)`),
  },
  {
    places: ['WebKitGTK', 'WebKitGTK over XMLHttpRequest'],
    limit: 'A response with status 401 is not told of before its body has ended.',
    shownBy: 'unauthorized: fetchEvents: an unread endless 401 frees its socket first',
    also: /^unauthorized: FetchEventSource: an unread endless 401/,
  },
  {
    places: overXhr,
    limit: 'A response is not told of before the first byte of its body.',
    shownBy: 'platform: FetchEventSource: opens before the first byte of the stream',
  },
  {
    places: ['Chromium over XMLHttpRequest'],
    limit:
      'A response that says `text/plain`, or no content type, is not told of before its body has ended or is some hundred bytes long.',
    shownBy: "content type: fetchEvents: 'text/plain' fails",
    also: new RegExp(
      [
        `^content type: ${anyFace}('text/plain' fails|none at all fails|a wrong one fails a POST)`,
        `^refused bodies: ${anyFace}the unread body of a wrong content type`,
        `^reconnect options: ${anyFace}decide: true reconnects a POST after type`,
        `^error detail: ${anyFace}a type tells nothing`,
        `^errorBody: ${anyFace}(a character that is cut|a wrong content type)`,
        `^accept: ${anyFace}(no content type|text/plain|one that)`,
        `^phase: ${anyFace}after type`,
        '^an error passed on: .* of a wrong content type',
      ].join('|'),
    ),
  },
  {
    places: ['Chromium over XMLHttpRequest'],
    limit: 'Permanent redirects (301, 308) at another origin fail.',
    shownBy: 'redirects: fetchEvents: 301 in the same origin',
    also: /^(redirects|standard): .*(301|308) (in the same origin|is followed)/,
  },
  {
    places: ['WebKitGTK', 'WebKitGTK over XMLHttpRequest'],
    limit: 'There is no `Symbol.dispose`, so no `using`.',
    shownBy: 'close(): FetchEventSource: using closes',
    also: /^loop: fetchEvents: await using/,
  },
]

export function limitsOf(place: string): Limit[] {
  return limits.filter(({ places }) => isAmong(place, places))
}
