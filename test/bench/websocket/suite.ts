import { join } from 'node:path'
import { withPages } from '../browser/pages.ts'
import type { Question } from '../client.ts'
import {
  EVENTSOURCE,
  FETCH_EVENT_SOURCE,
  FETCH_EVENTS,
  NATIVE,
  NATIVE_WEBSOCKET,
  READ,
} from '../clients.ts'
import type { Options } from '../options.ts'
import { Child } from '../process/child.ts'
import { amount, ratio, type Report } from '../report.ts'
import { interleave, type Series } from '../rounds.ts'
import { withServer } from '../server-process.ts'

const faces = [FETCH_EVENTS, FETCH_EVENT_SOURCE]

/** Asks a client how many messages a second it reads, by streams of that many. */
type Ask = (name: string, messages: number) => Promise<number>

export async function measureWebSocket(options: Options): Promise<Report[]> {
  const seconds = options.seconds ?? 0.3
  const inNode = await measureInNode(options, seconds)
  const inChromium = await withPages(faces.concat(READ, NATIVE, NATIVE_WEBSOCKET), (ask, origin) =>
    compare('Chromium', NATIVE_WEBSOCKET, [READ, ...faces, NATIVE], options, (name, messages) =>
      ask(name, urlOf(origin, messages), messages, seconds),
    ),
  )
  return inChromium ? [inNode, inChromium] : [inNode]
}

function measureInNode(options: Options, seconds: number): Promise<Report> {
  return withServer(async (origin) => {
    const others = [READ, ...faces, EVENTSOURCE, NATIVE_WEBSOCKET]
    const children = new Map(
      ['ws', ...others].map((name) => [
        name,
        new Child(join(import.meta.dirname, '../client.ts'), [name]),
      ]),
    )
    try {
      return await compare('Node', 'ws', others, options, async (name, events) => {
        const url = urlOf(origin, events)
        const question: Question = { what: 'rate', url, events, seconds }
        return (await children.get(name)!.ask<{ wall: number }>(question)).wall
      })
    } finally {
      await Promise.all(Array.from(children.values(), (child) => child.stop()))
    }
  })
}

/** The path counts for a stream only; a WebSocket is upgraded whatever it is. */
function urlOf(origin: string, messages: number): string {
  return `${origin}/messages?events=${messages}`
}

async function compare(
  where: string,
  reference: string,
  others: string[],
  { rounds, quick, only }: Options,
  ask: Ask,
): Promise<Report> {
  const names = [reference, ...others.filter((name) => only.test(`${where} | ${name}`))]
  const sizes = quick ? [100] : [100, 1000, 10_000]
  const found: Map<string, { rate: Series }>[] = []
  for (const messages of sizes) {
    console.log(
      `WebSocket, ${where}: ${messages} messages, ${names.length} clients, ${rounds} rounds`,
    )
    found.push(
      await interleave(names, rounds, async (name) => ({ rate: await ask(name, messages) })),
    )
  }
  return {
    title: `Against WebSocket, ${where}`,
    about:
      'Messages of 102 characters from one server process, each written on its own, none waited for: thousand messages/s from before the connection, a new one each time, to the last message.',
    columns: ['client', ...sizes.flatMap((size) => [`${size} messages`, `× ${reference}`])],
    rows: names.map((name) => [
      name,
      ...found.flatMap((series) => {
        const { rate } = series.get(name)!
        return [amount(rate.median / 1000), ratio(rate.over(series.get(reference)!.rate))]
      }),
    ]),
  }
}
