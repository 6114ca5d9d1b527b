// A GraphQL subscription over SSE, as graphql-sse and GraphQL Yoga serve it: a POST, its results as `next`, its end as
// `complete`. A stream that breaks off before that throws.
import type { ExecutionResult } from 'graphql'
import { fetchEvents } from 'millrace'

export async function* subscribe(url: string, query: string): AsyncGenerator<ExecutionResult> {
  for await (const { type, data } of fetchEvents(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
    until: ({ type }) => type === 'complete',
  })) {
    if (type === 'next') yield JSON.parse(data) as ExecutionResult
  }
}
