import { useEventSource } from 'millrace/react'
import { token } from './token.ts'

export function Answer({ question }: { question: string }) {
  const { data, error, status } = useEventSource('/api/chat', {
    method: 'POST',
    key: question,
    headers: async ({ error }) => ({ authorization: `Bearer ${await token(error?.status)}` }),
    body: JSON.stringify({ question }),
    reduce: (text, event) => text + event.data,
    initial: '',
  })
  return (
    <>
      <output aria-busy={status === 'connecting' || status === 'open'}>{data}</output>
      {status === 'reconnecting' && <p role="status">Reconnecting …</p>}
      {status === 'failed' && <p role="alert">{error?.message}</p>}
    </>
  )
}
