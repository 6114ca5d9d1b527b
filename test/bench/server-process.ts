import { join } from 'node:path'
import { Child } from './process/child.ts'

/** Runs `work` with the origin of a server in another process, which serves `page` to browsers. */
export async function withServer<Result>(
  work: (origin: string) => Promise<Result>,
  page = '',
): Promise<Result> {
  const child = new Child(join(import.meta.dirname, 'server.ts'))
  const { port } = await child.ask<{ port: number }>({ page })
  try {
    return await work(`http://127.0.0.1:${port}`)
  } finally {
    await child.stop()
  }
}
