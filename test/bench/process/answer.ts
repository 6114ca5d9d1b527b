import { createInterface } from 'node:readline'

/** Answers what the parent process asks, until it asks no more. */
export async function answer<Question>(handle: (question: Question) => unknown): Promise<void> {
  for await (const line of createInterface(process.stdin)) {
    console.log(JSON.stringify(await handle(JSON.parse(line) as Question)))
  }
  process.exit()
}
