import { useEventSource } from 'millrace/react'
import { token } from './token.ts'

export function Answer({ question }: { question: string }) {
  const { data, error, readyState } = useEventSource('/api/chat', {
    method: 'POST',
    key: question,
    headers: async ({ error }) => ({ authorization: `Bearer ${await token(error?.status)}` }),
    body: JSON.stringify({ question }),
    reduce: (text, event) => text + event.data,
    initial: '',
  })
  if (error) return <p role="alert">{error.message}</p>
  return <output aria-busy={readyState !== 2}>{data}</output>
}
