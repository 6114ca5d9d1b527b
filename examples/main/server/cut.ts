import type { EventBuffer } from 'better-sse'
import type { Response } from 'express'

/** Sends the first half of an event and breaks the connection there: the worst place to come back from. */
export function cutInside(event: EventBuffer, res: Response): void {
  const text = event.read()
  res.write(text.slice(0, text.length / 2), () => res.destroy())
}
