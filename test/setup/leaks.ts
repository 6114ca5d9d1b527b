import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { expect, vi } from 'vitest'
import { retainedBytes } from './memory.ts'

/** A server to connect to, and to ask what it has seen. */
export interface LeakServer {
  /** Its routes: `/open` sends an event and goes on, `/ended` sends one and ends, `/silent` does not answer. */
  readonly origin: string
  /** How many requests have come. */
  requests(): Promise<number>
  /** Resolves when that many requests have come. */
  untilRequests(count: number): Promise<unknown>
  /** How many sockets there are, but for the idle ones. */
  connections(): Promise<number>
  close(): void
}

export async function startLeakServer(): Promise<LeakServer> {
  const file = fileURLToPath(new URL('leak-server.ts', import.meta.url))
  const child = fork(file, { execArgv: ['--disable-warning=ExperimentalWarning'] })
  const [{ port }] = (await once(child, 'message')) as [{ port: number }]
  let asked = 0
  const answers = new Map<number, (value: number) => void>()
  child.on('message', ({ id, value }: { id: number; value: number }) => answers.get(id)?.(value))
  const ask = (ask: string, count = 0) =>
    new Promise<number>((resolve) => {
      const id = asked++
      answers.set(id, (value) => {
        answers.delete(id)
        resolve(value)
      })
      child.send({ id, ask, count })
    })
  return {
    origin: `http://127.0.0.1:${port}`,
    requests: () => ask('requests'),
    untilRequests: (count) => ask('requests', count),
    connections: () => ask('connections'),
    close: () => child.disconnect(),
  }
}

function countActive(resource: 'TCPSocketWrap' | 'Timeout'): number {
  return process.getActiveResourcesInfo().filter((name) => name === resource).length
}

/** Runs a piece of work, and expects that no socket is left of it, no timer, and but so many bytes. */
export async function expectNothingLeft(
  server: LeakServer,
  work: () => Promise<unknown>,
  allowedBytes: number,
): Promise<void> {
  await untilSocketsAreClosed(server)
  const timers = countActive('Timeout')
  const bytes = retainedBytes()
  await work()
  await untilSocketsAreClosed(server)
  // The test runner has some too, now more, now less.
  expect(countActive('Timeout')).toBeLessThan(timers + 10)
  expect(retainedBytes() - bytes).toBeLessThan(allowedBytes)
}

/** Those that are only kept for later are closed by the server. */
function untilSocketsAreClosed(server: LeakServer): Promise<unknown> {
  return vi.waitFor(
    async () => {
      expect(await server.connections()).toBe(0)
      expect(countActive('TCPSocketWrap')).toBe(0)
    },
    { timeout: 10_000 },
  )
}
