import { standardCases } from '../runtimes/standard/index.ts'
import type { Watched } from '../runtimes/standard/standard-case.ts'
import { TestServerClient } from '../setup/client.ts'
import type { Peer, PeerModule } from './peers.ts'

/** What became of a case; without an error it passed. */
export interface CaseOutcome {
  name: string
  error?: string
}

/** No case takes so long, unless it waits in vain. */
const CASE_LIMIT = 6_000

/** What is about the interface of `EventSource`, and no one who has another one is asked. */
const INTERFACE = /^(interface|constructor|handlers|message): |: at once sends nothing/

/** Runs the cases on the standard with a peer, some at once. */
export async function runPeer(
  { source, hasOwnInterface, tellsNoEnd }: Peer,
  module: PeerModule,
  serverUrl: string,
  lanes: number,
): Promise<CaseOutcome[]> {
  const server = await TestServerClient.connect(serverUrl)
  // Its next request tells it then.
  const ended = tellsNoEnd && ((watched: Watched) => watched.endpoint.until({ requests: 2 }))
  const cases = standardCases('', source(module), server, ended)
    .map(({ name, run }) => ({ name: name.slice(2), run }))
    .filter(({ name }) => !(hasOwnInterface && INTERFACE.test(name)))
    // Who tells the end otherwise cannot be closed in an error event that there is not.
    .filter(({ name }) => !(tellsNoEnd && name.includes('in the error event')))
  const outcomes: CaseOutcome[] = []
  const waiting = [...cases]
  await Promise.all(
    Array.from({ length: lanes }, async () => {
      for (let one; (one = waiting.shift());) outcomes.push(await outcomeOf(one))
    }),
  )
  const order = cases.map(({ name }) => name)
  return outcomes.toSorted((a, b) => order.indexOf(a.name) - order.indexOf(b.name))
}

async function outcomeOf({
  name,
  run,
}: {
  name: string
  run(): Promise<void>
}): Promise<CaseOutcome> {
  let timer
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`Not done after ${CASE_LIMIT} ms`)), CASE_LIMIT)
  })
  try {
    await Promise.race([run(), late])
    return { name }
  } catch (error) {
    return { name, error: String(error).slice(0, 300) }
  } finally {
    clearTimeout(timer)
  }
}
