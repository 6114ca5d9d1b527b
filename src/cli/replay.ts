import { readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { parseRecording, type Recording } from '../recording/recording.ts'
import type { ReplayArguments } from './arguments.ts'
import { EXIT, type ExitCode } from './exit-code.ts'
import { visible } from './format.ts'
import { interruption } from './interruption.ts'
import { Messages } from './messages.ts'
import { countOf, numberOf } from './option-value.ts'
import { Player } from './replay-player.ts'
import { type Position, START } from './replay-position.ts'
import { UsageError } from './usage-error.ts'

/** For how long a client without an ID to resume from is taken for the one whose connection was cut. */
const RETURN_LIMIT = 10_000

/** `millrace replay FILE`: a server on 127.0.0.1 that plays a recording to whoever asks. */
export async function replay({ operand, values }: ReplayArguments): Promise<ExitCode> {
  const port = numberOf('--port', values.port, 'a port: 0 to 65535', { max: 65_535, integer: true })
  const what = 'a number above 0, such as 10, or Infinity'
  const speed = numberOf('--speed', values.speed, what, { min: Number.MIN_VALUE }) ?? 1
  const dropEvery = countOf('--drop-every', values['drop-every'], 1) ?? Infinity
  const recording = read(operand)
  const messages = new Messages(Boolean(values.silent))
  const { damage, connections } = recording
  if (damage !== undefined)
    messages.say(`millrace: ${operand} is damaged, and played up to there: ${damage}`)
  if (connections.length === 0)
    throw new UsageError(`${operand}: there is no connection in this recording`)

  const controller = interruption(undefined)
  const player = new Player(recording, speed, dropEvery)
  /** Where those may go on who were cut without an ID to resume from. */
  const returning: { key: string; position: Position; until: number }[] = []
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      messages.say(`millrace: ${(error as Error).message}`)
      response.destroy()
    })
  })
  return await new Promise<ExitCode>((resolve, reject) => {
    server.on('error', (error) => reject(new UsageError(`--port: ${error.message}`)))
    server.listen(port ?? 0, '127.0.0.1', () => {
      const { pathname } = new URL(connections[0]!.url)
      const { port: chosen } = server.address() as AddressInfo
      process.stdout.write(`http://127.0.0.1:${chosen}${pathname}\n`)
    })
    controller.signal.addEventListener('abort', () => {
      server.closeAllConnections()
      resolve((controller.signal.reason as { code: ExitCode }).code)
    })
    server.on('finished', () => {
      server.close(() => resolve(EXIT.done))
      server.closeIdleConnections()
    })
  })

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const cors = corsHeaders(request)
    if (request.headers['access-control-request-method'] !== undefined)
      return void response.writeHead(204, cors).end()
    // A body is of no interest here, but it has to be taken.
    request.resume()
    const from = positionFor(request)
    if (player.isOver(from)) {
      messages.say('millrace: a client that has all of it: 204')
      response.writeHead(204, cors).end()
      return finishedOnce()
    }
    messages.say(`millrace: connection ${from.connection + 1} of ${connections.length} is played`)
    const { how, next } = await player.play(from, response, cors)
    messages.say(
      `millrace: ${{ end: 'it ended', lost: 'it was cut', gone: 'the client left' }[how]}`,
    )
    if (how === 'gone') return
    if (player.isOver(next)) finishedOnce()
    // What is asked for by another method is asked for once.
    if (request.method === 'GET' && player.lastEventIdAt(next) === '')
      returning.push({ key: keyOf(request), position: next, until: Date.now() + RETURN_LIMIT })
  }

  function positionFor(request: IncomingMessage): Position {
    const lastEventId = Buffer.from(String(request.headers['last-event-id'] ?? ''), 'latin1')
    if (lastEventId.length > 0) {
      const position = player.after(lastEventId.toString())
      if (position) return position
      messages.say(
        visible(`millrace: no event with ID '${lastEventId.toString()}': from the beginning`),
      )
      return START
    }
    const index = returning.findIndex(
      ({ key, until }) => key === keyOf(request) && until > Date.now(),
    )
    return index < 0 ? START : returning.splice(index, 1)[0]!.position
  }

  function finishedOnce(): void {
    if (values.once) server.emit('finished')
  }
}

function read(path: string): Recording {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    throw new UsageError(`${path}: cannot be read: ${(error as Error).message}`)
  }
  try {
    return parseRecording(text)
  } catch (error) {
    throw new UsageError(`${path}: ${(error as Error).message}`)
  }
}

function keyOf({ url, headers }: IncomingMessage): string {
  return [url, headers['user-agent'], headers.origin].join(' ')
}

/** Pages served from this machine may read the replay, as a front end under development; no others. */
function corsHeaders({ headers }: IncomingMessage): Record<string, string> {
  const { origin } = headers
  if (!origin || !/^https?:\/\/(([\w-]+\.)*localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/.test(origin))
    return {}
  return {
    'access-control-allow-origin': origin,
    'access-control-allow-credentials': 'true',
    'access-control-allow-methods': headers['access-control-request-method'] ?? 'GET',
    'access-control-allow-headers': headers['access-control-request-headers'] ?? '',
    vary: 'origin',
  }
}
