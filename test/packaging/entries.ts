/** What each entry of the package exports, besides types. */
export const exported: Record<string, string[]> = {
  millrace: ['EventSourceError', 'FetchEventSource', 'fetchEvents', 'readEvents'],
  'millrace/fetch-event-source': ['EventStreamContentType', 'fetchEventSource'],
  'millrace/format': ['formatComment', 'formatEvent', 'toEventStream'],
  'millrace/parser': ['EventSourceParserStream', 'createParser'],
  'millrace/polyfill': ['install'],
  'millrace/react': ['useEventSource'],
  'millrace/shared': ['SharedEventSource'],
  'millrace/store': ['createEventStore'],
  'millrace/xhr': ['createXhrFetch', 'xhrFetch'],
  'millrace/testing': ['createTestStream'],
  'millrace/vue': ['useEventSource'],
  'millrace/svelte': ['useEventSource'],
  'millrace/angular': ['useEventSource'],
  'millrace/solid': ['useEventSource'],
}

/** The entries that are nothing without a package of the user's. */
export const peers: Record<string, string[]> = {
  'millrace/react': ['react'],
  'millrace/vue': ['vue'],
  'millrace/svelte': ['svelte'],
  'millrace/angular': ['@angular/core'],
  'millrace/solid': ['solid-js'],
}

export const entries: string[] = Object.keys(exported)
export const entriesWithoutPeer: string[] = entries.filter((entry) => !(entry in peers))
