import { useEventSource } from 'millrace/react'
import { string } from 'valibot'
import { authorize } from './token.ts'

const CLOSED = 2

/** The answer to a question: asked once, and shown as it comes. */
export function Answer({ question }: { question: string }) {
  const { data, error, readyState, close } = useEventSource('/api/chat', {
    method: 'POST',
    headers: authorize,
    body: JSON.stringify({ question }),
    parse: string(),
    reduce: (text, event) => text + event.data,
    initial: '',
  })
  const isComing = readyState !== CLOSED

  return (
    <>
      <p aria-busy={isComing}>{data}</p>
      {error && <p role="alert">{error.message}</p>}
      {isComing && <button onClick={close}>Stop</button>}
    </>
  )
}
