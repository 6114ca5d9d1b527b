import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { choicesOf, failures, faultsOf } from './faults.ts'
import type { Peer, Place } from './peers.ts'
import type { CaseOutcome } from './run-peer.ts'

/** What came out of one peer in one place. */
export interface Comparison {
  peer: Peer
  place: Place
  /** Of the place. */
  version: string
  outcomes: CaseOutcome[]
}

const readme = join(import.meta.dirname, '../../README.md')
const page = join(import.meta.dirname, 'README.md')
const [begin, end] = ['<!-- compare -->', '<!-- /compare -->']

/** So many faults are in the README; the page has all. */
const SHORT = 3

/** For the terminal. */
export function report({ peer, place, outcomes }: Comparison, isVerbose = false): string {
  const failed = outcomes.filter(({ error }) => error !== undefined)
  const lines = failed.map(({ name, error }) => `  ${name}${isVerbose ? `\n    ${error}` : ''}`)
  return [`${peer.name}, ${place}: ${passed(outcomes)} of ${outcomes.length}`, ...lines].join('\n')
}

/** Writes the page, and the short table into the README. */
export function writeReport(comparisons: Comparison[]): void {
  const clients = clientsOf(comparisons)
  writeFileSync(page, [head, ...clients.map(sectionOf)].join('\n'))
  const [before, after] = readFileSync(readme, 'utf8').split(new RegExp(`${begin}[^]*${end}`))
  if (after === undefined) throw new Error(`README.md has no section between ${begin} and ${end}`)
  const table = [
    row(['Client', 'Version', 'Node', 'Chromium', 'What a user meets']),
    row(['---', '---', '---', '---', '---']),
    ...clients.map(rowOf),
  ].join('\n')
  writeFileSync(readme, `${before}${begin}\n\n${table}\n\n${end}${after}`)
}

/** A client, with what came out of it in each place. */
interface Client {
  name: string
  version: string
  peer: Peer
  comparisons: Comparison[]
}

function clientsOf(comparisons: Comparison[]): Client[] {
  const peers = new Set(comparisons.map(({ peer }) => peer))
  return Array.from(peers).flatMap((peer) => {
    const own = comparisons.filter((one) => one.peer === peer)
    if (peer.package !== undefined) {
      const { name, version } = manifestOf(peer.package)
      return [{ name, version, peer, comparisons: own }]
    }
    // The runtime's own is another one in each place.
    return own.map((one) => ({
      name: `${one.place}’s own`,
      version: one.version,
      peer,
      comparisons: [one],
    }))
  })
}

function manifestOf(path: string): { name: string; version: string } {
  const folder = path.startsWith('.') ? '../..' : join('node_modules', path)
  return JSON.parse(readFileSync(join(import.meta.dirname, folder, 'package.json'), 'utf8'))
}

function rowOf({ name, version, peer, comparisons }: Client): string {
  const numbers = (places: Place[]) =>
    comparisons
      .filter(({ place }) => places.includes(place))
      .map(({ outcomes }) => `${passed(outcomes)} of ${outcomes.length}`)
      .join() || '–'
  const faults = faultsIn(peer, comparisons).map(({ fault }) => fault)
  const more = faults.length > SHORT ? [`and ${faults.length - SHORT} more`] : []
  const said = [...faults.slice(0, SHORT), ...more].join('; ') || '–'
  return row([name, version, numbers(['Node', 'Deno']), numbers(['Chromium']), said])
}

function sectionOf({ name, version, peer, comparisons }: Client): string {
  const numbers = comparisons.map(
    ({ place, outcomes }) => `${place}: ${passed(outcomes)} of ${outcomes.length}`,
  )
  const faults = faultsIn(peer, comparisons).map(
    ({ fault, cases }) => `- ${fault}: ${quoted(cases)}`,
  )
  const choices = choicesIn(peer, comparisons).map(
    ({ why, cases }) => `- By choice, it ${why}: ${quoted(cases)}`,
  )
  const lines = [...faults, ...choices]
  return `## ${name} ${version}\n\n${numbers.join(', ')}.\n${lines.map((line) => `\n${line}`).join('')}\n`
}

function faultsIn(peer: Peer, comparisons: Comparison[]): { fault: string; cases: string[] }[] {
  return faultsOf([...new Set(comparisons.flatMap(({ outcomes }) => failures(peer, outcomes)))])
}

function choicesIn(peer: Peer, comparisons: Comparison[]): { why: string; cases: string[] }[] {
  // What passes in one place and fails in the other is named once.
  return choicesOf(
    peer,
    comparisons
      .flatMap(({ outcomes }) => outcomes)
      .filter((one, index, all) => all.findIndex(({ name }) => name === one.name) === index),
  )
}

function passed(outcomes: CaseOutcome[]): number {
  return outcomes.filter(({ error }) => error === undefined).length
}

function quoted(cases: string[]): string {
  return cases.map((name) => `_${name}_`).join(', ')
}

function row(cells: string[]): string {
  return `| ${cells.join(' | ')} |`
}

const head = `# Compared

The cases on the standard, which \`FetchEventSource\` and each browser's own \`EventSource\` are tested with, run with every client of event streams: [test/runtimes/standard](../runtimes/standard). \`npm run compare\` installs the clients and runs them; with \`-- --write\` it writes this page. \`-- --verbose\` says how each case failed, and names choose: \`npm run compare -- --verbose sse.js\`.

Each client is used as its README says. One with an interface of its own, as it is no \`EventSource\` and does not want to be, is asked the cases that are not about that interface, through [a few lines](adapter.ts) that make events of what it tells. A case that is not done after six seconds has failed. What a README says is so on purpose is marked as a choice, and counts as not passed all the same.
`
