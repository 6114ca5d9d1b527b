// What an app has besides: a query client, and a store.
import { configureStore } from '@reduxjs/toolkit'
import { QueryClient, QueryObserver, type QueryObserverOptions } from '@tanstack/query-core'
import { createMessagesApi } from '../rtk-query.ts'

/** Shows a query, as a component would. `stop` is what unmounting does. */
export function observeQuery(
  options: QueryObserverOptions<string>,
  show: (text: string) => void,
): () => void {
  const observer = new QueryObserver(new QueryClient(), options)
  return observer.subscribe(({ data }) => data !== undefined && show(data))
}

export function createStore(baseUrl: string) {
  const api = createMessagesApi(baseUrl)
  const store = configureStore({
    reducer: { [api.reducerPath]: api.reducer },
    middleware: (getDefault) => getDefault().concat(api.middleware),
  })
  return { api, store }
}
