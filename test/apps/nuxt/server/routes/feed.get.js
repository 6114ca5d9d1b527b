import { fetchEvents } from 'millrace'

export default defineEventHandler((event) => {
  const stream = createEventStream(event)
  const lastEventId = getHeader(event, 'last-event-id') ?? ''
  const events = fetchEvents(process.env.FEED_URL, { lastEventId })
  stream.onClosed(() => events.close())
  void pass(events, stream)
  return stream.send()
})

async function pass(events, stream) {
  try {
    for await (const { type, data, lastEventId } of events)
      await stream.push({ event: type, data, id: lastEventId })
  } catch (error) {
    console.error(error)
  }
  await stream.close()
}
