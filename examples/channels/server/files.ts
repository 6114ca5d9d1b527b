import { readFileSync } from 'node:fs'
import type { ServerResponse } from 'node:http'
import { extname, join, sep } from 'node:path'

const types: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
}

/** Answers with a file of the page. Express would do it, but it does not speak HTTP/2. */
export function sendFile(folder: string, path: string, res: ServerResponse): void {
  const file = join(folder, path === '/' ? 'index.html' : path)
  const type = types[extname(file)]
  try {
    if (!type || !file.startsWith(folder + sep)) throw new Error('not of the page')
    const content = readFileSync(file)
    res.writeHead(200, { 'content-type': type })
    res.end(content)
  } catch {
    res.writeHead(404)
    res.end()
  }
}
