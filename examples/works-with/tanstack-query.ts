// TanStack Query's `streamedQuery`: the answer of a language model as a query, which grows as it comes. With the `signal`, it
// is cancelled when no component shows it any more.
import { experimental_streamedQuery as streamedQuery } from '@tanstack/query-core'
import { fetchEvents, type ServerSentEvent } from 'millrace'

export const answerQuery = (url: string, question: string) => ({
  queryKey: ['answer', question],
  queryFn: streamedQuery<ServerSentEvent, string>({
    streamFn: ({ signal }) =>
      fetchEvents(url, { method: 'POST', body: question, signal, until: '[DONE]' }),
    reducer: (text, { data }) => text + data,
    initialValue: '',
  }),
  staleTime: Infinity,
  retry: false,
})
