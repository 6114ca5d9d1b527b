// `millrace/xhr`: a `fetch` over XMLHttpRequest, for where `fetch` cannot stream.
export { createXhrFetch, xhrFetch } from './xhr/xhr-fetch.ts'
export type { XhrFetchOptions, XhrResponse } from './xhr/xhr-fetch.ts'
export type { XhrBody } from './xhr/xhr-body.ts'
