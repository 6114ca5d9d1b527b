import type { Millrace } from '../faces/context.ts'

type CreateXhrFetch = typeof import('../../src/xhr.ts').createXhrFetch

/** The cases on what an `XMLHttpRequest` cannot do: hold a server back, send a stream, mind its cache and redirects; and on `fetch` itself. */
export const notOverXhr: RegExp = new RegExp(
  [
    '^slow loop: ',
    'a body that is a stream',
    'a function makes a stream',
    "redirect: 'error'",
    'fetch that ignores its signal',
    'readEvents: ',
    'which fetch cannot do',
    'a URL that fetch cannot do',
    'looks up globalThis.fetch',
    'which no cache may answer',
  ].join('|'),
)

/** The faces with an `xhrFetch` where no `fetch` is given; it takes the longest stream of a case. */
export function overXhr(millrace: Millrace, createXhrFetch: CreateXhrFetch): Millrace {
  const xhrFetch = createXhrFetch({ maxBytes: 64 * 1024 * 1024 })
  return {
    ...millrace,
    FetchEventSource: new Proxy(millrace.FetchEventSource, {
      construct: (target, [url, init], newTarget) =>
        Reflect.construct(target, [url, { fetch: xhrFetch, ...init }], newTarget) as object,
    }),
    fetchEvents: (url, init) => millrace.fetchEvents(url, { fetch: xhrFetch, ...init }),
  }
}
