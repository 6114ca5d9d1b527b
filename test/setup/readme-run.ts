import { execFile } from 'node:child_process'
import type { RequestListener } from 'node:http'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { root } from './readme-snippets.ts'

/** Runs a module as it is, but with the sources for `millrace` and `origin` for example.com. Returns what it prints. */
export async function run(module: string, origin: string): Promise<string> {
  const source = (entry = '/index') => `'${pathToFileURL(join(root, 'src'))}${entry}.ts'`
  const code = module
    .replaceAll(/'millrace(\/[\w-]+)?'/g, (_, entry?: string) => source(entry))
    .replaceAll('https://example.com', origin)
  const args = ['--input-type=module-typescript', '--eval', code]
  const { stdout } = await promisify(execFile)(process.execPath, args, {
    cwd: root,
    timeout: 20_000,
  })
  return stdout
}

const streams: Record<string, string> = {
  '/prices': 'event: price\nid: 1\ndata: {"bid":9.5}\n\n',
  '/events': 'event: greeting\ndata: hello\n\n',
  '/news': 'data: hello\n\n',
  '/chat': ['Hel', 'lo']
    .map((content) => `data: ${JSON.stringify({ choices: [{ delta: { content } }] })}\n\n`)
    .concat('data: [DONE]\n\n')
    .join(''),
}

/** Plays example.com: a stream for each path, and nothing more for those who have seen it. */
export const exampleServer: RequestListener = ({ url, headers }, response) => {
  const isOver = headers['last-event-id'] !== undefined
  response.writeHead(isOver ? 204 : 200, { 'content-type': 'text/event-stream' })
  response.end(isOver ? '' : `retry: 1\n${streams[url!]}`)
}
