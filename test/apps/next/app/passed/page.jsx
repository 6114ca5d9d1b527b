// A server component that imports the hook itself, and hands it to a client component: for React it has to be of the client.
import { useEventSource } from 'millrace/react'
import { Reader } from './reader.jsx'

export default function Page() {
  return <Reader url="/feed" useSource={useEventSource} />
}
