import { readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { randomUUID } from 'node:crypto'
import { describe, expect, onTestFinished, test } from 'vitest'
import { histogram } from '../../examples/load-balancer/plot.ts'
import { nginx } from '../../examples/tools.ts'
import { runExample } from '../setup/start-example.ts'

// Without nginx these tests cannot run; `npm test` says so, and refuses it under CI.
describe.runIf(nginx.find())('load-balancer', () => {
  test('the clients of a server that is killed go on at the others, and miss nothing', async () => {
    const plot = join(tmpdir(), `millrace-${randomUUID()}.svg`)
    onTestFinished(() => rmSync(plot, { force: true }))
    const output = await runExample('load-balancer', '--spread', '2000', '--plot', plot)

    expect(output.match(/^500 clients are connected/gm)).toHaveLength(2)
    const counts = output.matchAll(/^Clients of each server: (.*)$/gm)
    const sums = Array.from(counts, ([, list]) => list!.split(', ').map(Number)).map((counts) => ({
      servers: counts.length,
      clients: counts.reduce((sum, count) => sum + count, 0),
    }))
    const run = [3, 2].map((servers) => ({ servers, clients: 500 }))
    expect(sums).toEqual([...run, ...run])
    expect(output.match(/^0 clients lack an event, or have one twice/gm)).toHaveLength(2)

    const came = output.matchAll(/^(\d+) came back after (\d+) to (\d+) ms/gm)
    const [together, apart] = Array.from(came, ([, ...numbers]) => numbers.map(Number))
    for (const [count, first] of [together!, apart!]) {
      expect(count).toBeGreaterThan(100)
      // The server's `retry` is the floor, with a millisecond for the timer.
      expect(first).toBeGreaterThanOrEqual(499)
    }
    const width = ([, first, last]: number[]) => last! - first!
    expect(width(apart!)).toBeGreaterThan(1000)
    expect(width(apart!)).toBeGreaterThan(width(together!))

    const svg = readFileSync(plot, 'utf8')
    expect(svg).toMatch(/^<svg [^]*<\/svg>\n$/)
    for (const title of ['spread: 0', 'spread: 2000']) expect(svg).toContain(title)
    expect(svg.match(/<rect /g)!.length).toBeGreaterThan(10)
  })
})

test('the histogram counts what comes in each tenth of a second', () => {
  expect(histogram([0, 99, 100, 350])).toEqual([2, 1, 0, 1])
  expect(histogram([])).toEqual([])
})
