import { startTimer } from '../platform/timers.ts'
import type { RecordedConnection } from '../recording/recording.ts'
import type { TestConnection } from './test-connection.ts'

/** Says all of what a recorded connection did to one of a test, which does it as fast as it is asked. */
export function playAtOnce(
  connection: TestConnection,
  recorded: RecordedConnection,
  isLast: boolean,
): Promise<unknown> {
  respond(connection, recorded)
  const sent = recorded.chunks.map(({ bytes }) => connection.sendBytes(bytes))
  finish(connection, recorded, isLast)
  return Promise.all(sent)
}

/** Does the same at the pace of the recording, by the timers of the moment. */
export async function playPaced(
  connection: TestConnection,
  recorded: RecordedConnection,
  isLast: boolean,
  speed: number,
): Promise<void> {
  let clock = 0
  const until = async (at: number) => {
    const milliseconds = (at - clock) / speed
    clock = at
    if (milliseconds > 0) await new Promise<void>((done) => void startTimer(done, milliseconds))
  }
  await until((recorded.response ?? recorded.ending).at)
  respond(connection, recorded)
  for (const { at, bytes } of recorded.chunks) {
    await until(at)
    // Not awaited: a slow client does not change when the server sends.
    void connection.sendBytes(bytes)
  }
  if (recorded.ending.how !== 'left') await until(recorded.ending.at)
  finish(connection, recorded, isLast)
}

function respond(connection: TestConnection, { response }: RecordedConnection): void {
  if (response && !connection.isOver) connection.respond(response.status, response.headers)
}

function finish(connection: TestConnection, recorded: RecordedConnection, isLast: boolean): void {
  // Refused, or given up by the client.
  if (connection.isOver) return
  const { how } = recorded.ending
  if (how === 'end') connection.end()
  // What was still open when the recording ended stays open; what was given up before that was lost.
  else if (how === 'lost' || !isLast) connection.drop()
}
