import { join } from 'node:path'
import { EVENTSOURCE, faces, LIMIT, limits, NATIVE, peers, READ } from '../clients.ts'
import type { Options } from '../options.ts'
import type { Bar } from '../plot.ts'
import { Child } from '../process/child.ts'
import { amount, ratio, type Report } from '../report.ts'
import { interleave, type Series } from '../rounds.ts'
import { withServer } from '../server-process.ts'
import type { Question } from '../client.ts'

const AGAINST = ' (against)'
/** What the others are compared with, so always measured. */
const references = [READ, LIMIT, EVENTSOURCE]

type Clients = Map<string, Child>

export function measureStreams(options: Options): Promise<Report[]> {
  return withServer(async (origin) => {
    const clients = startClients(options)
    const few = options.quick ? 2000 : undefined
    try {
      const reports = [
        await measureRates(
          'Blast',
          'a thousand events a write',
          `${origin}/blast`,
          few ?? 200_000,
          clients,
          options,
        ),
        await measureRates(
          'One write per event',
          'each event a chunk of its own',
          `${origin}/singly`,
          few ?? 50_000,
          clients,
          options,
        ),
        await measureLatency(`${origin}/steady`, clients, options),
      ]
      return reports.filter((report) => report !== undefined)
    } finally {
      await Promise.all(Array.from(clients.values(), (client) => client.stop()))
    }
  })
}

/** A process for each client, so that none is slowed down by what the engine has learned from another. */
function startClients({ runtime, against }: Options): Clients {
  const start = (name: string, ...folder: string[]) =>
    new Child(join(import.meta.dirname, '../client.ts'), [name, ...folder], runtime)
  // Bun has no EventSource.
  const native = runtime === 'bun' ? [] : [NATIVE]
  const names = [...Object.keys(peers), ...native, ...faces]
  const clients: Clients = new Map(names.map((name) => [name, start(name)]))
  if (against !== undefined) {
    for (const face of faces) clients.set(face + AGAINST, start(face, against))
  }
  return clients
}

/** The clients that are asked for, and those that the ratios are of; none, if none is asked for. */
function chosen(title: string, clients: Clients, { only }: Options): string[] {
  const names = [...clients.keys()]
  const wanted = names.filter((name) => only.test(`${title} | ${name}`))
  return wanted.length === 0
    ? []
    : names.filter((name) => references.includes(name) || wanted.includes(name))
}

async function measureRates(
  title: string,
  how: string,
  url: string,
  events: number,
  clients: Clients,
  options: Options,
): Promise<Report | undefined> {
  const names = chosen(title, clients, options)
  if (names.length === 0) return undefined
  const question: Question = {
    what: 'rate',
    url: `${url}?events=${events}`,
    events,
    seconds: options.seconds ?? 0.5,
    mixed: options.mixed,
  }
  console.log(`${title}: ${names.length} clients, ${options.rounds} rounds`)
  const found = await interleave(names, options.rounds, (name) =>
    clients.get(name)!.ask<{ wall: number; cpu: number }>(question),
  )
  const byRate = [...found].toSorted(([, a], [, b]) => b.wall.median - a.wall.median)
  return {
    title: `${title}, ${options.runtime}`,
    about: `Streams of ${events} events of 120 bytes, ${how}, over loopback, server and client each a process. CPU: of the client.${options.mixed ? ' Each process has read with every client before, and collects its garbage before each sample.' : ''}`,
    columns: [
      'client',
      'thousand events/s',
      ...references.flatMap((name) => [`× ${name}`, '(CPU)']),
    ],
    rows: byRate.map(([name, { wall, cpu }]) => [
      name,
      amount(wall.median / 1000),
      ...references.flatMap((reference) => {
        const other = found.get(reference)!
        return [ratio(wall.over(other.wall)), ratio(cpu.over(other.cpu))]
      }),
    ]),
    ...(title === 'Blast' && !options.mixed ? { plot: plotOf(options.runtime, byRate) } : {}),
  }
}

function plotOf(
  runtime: string,
  byRate: [string, { wall: Series }][],
): NonNullable<Report['plot']> {
  const kindOf = (name: string): Bar['kind'] =>
    faces.includes(name) ? 'millrace' : limits.includes(name) ? 'limit' : 'peer'
  return {
    file: `stream-${runtime}`,
    title: `Million events a second, ${runtime}, end to end`,
    unit: 'million events/s',
    bars: byRate.map(([name, { wall }]) => ({
      name,
      value: wall.median / 1e6,
      kind: kindOf(name),
    })),
  }
}

async function measureLatency(
  url: string,
  clients: Clients,
  options: Options,
): Promise<Report | undefined> {
  // The clocks of Deno (2.9.6) and Bun (1.4.5) count from other times than that of the server, which is Node's.
  if (options.runtime !== 'node' || options.mixed) return undefined
  const title = 'Latency'
  const names = chosen(title, clients, options)
  if (names.length === 0) return undefined
  const events = Math.ceil((options.seconds ?? 1) * 1000)
  console.log(`${title}: ${names.length} clients, ${options.rounds} rounds`)
  const question: Question = { what: 'latency', url: `${url}?events=${events}`, events }
  const found = await interleave(names, options.rounds, (name) =>
    clients.get(name)!.ask<{ p50: number; p99: number }>(question),
  )
  const bare = found.get(READ)!
  const columns = (series: Series, reference: Series) => [
    amount(series.median),
    amount(series.minus(reference).median),
  ]
  return {
    title: `${title}, ${options.runtime}`,
    about: `Microseconds from the server's write to the consumer, of ${events} events a round, one a millisecond; over: more than "${READ}" in the same round.`,
    columns: ['client', 'p50', 'over', 'p99', 'over'],
    rows: [...found]
      .toSorted(([, a], [, b]) => a.p50.median - b.p50.median)
      .map(([name, { p50, p99 }]) => [name, ...columns(p50, bare.p50), ...columns(p99, bare.p99)]),
  }
}
