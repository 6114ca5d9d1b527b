// What cannot work: a server component that calls the hook. Rendered at a request, so that the build gets by.
import { connection } from 'next/server'
import { useEventSource } from 'millrace/react'

export default async function Page() {
  await connection()
  return <output>{useEventSource('/feed').data}</output>
}
