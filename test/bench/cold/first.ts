// The first source of a process. Argument: the client's name.
import { type Client, facesOf, peers } from '../clients.ts'
import { loadMillrace } from '../millrace.ts'
import { answer } from '../process/answer.ts'

const clients: Record<string, Client> = { ...peers, ...facesOf(await loadMillrace()) }
const client = clients[process.argv[2]!]!

await answer(async (url: string) => {
  const before = process.cpuUsage()
  const start = performance.now()
  await new Promise<void>((resolve, reject) => {
    const event = () => {
      resolve()
      return true
    }
    client(url, { event, chunk: event }).catch(reject)
  })
  const wall = performance.now() - start
  const { user, system } = process.cpuUsage(before)
  return { wall, cpu: (user + system) / 1000 }
})
