import { fileText } from './headers.ts'

/** The body that `-d` and `--json` make up, and its content type, as curl does it. */
export interface RequestBody {
  bytes: Uint8Array<ArrayBuffer>
  contentType: string
}

/** Reads `-d` and `--json`: `-d` are joined with `&`, and lose the line breaks of a file; `--json` are joined as they are. */
export function readBody(ordered: { name: string; value: string }[]): RequestBody | undefined {
  let body: string | undefined
  let contentType = 'application/x-www-form-urlencoded'
  for (const { name, value } of ordered) {
    if (name !== 'data' && name !== 'json') continue
    const isFile = value.startsWith('@')
    const text = isFile ? fileText(name === 'data' ? '-d' : '--json', value.slice(1)) : value
    if (name === 'json') {
      body = (body ?? '') + text
      contentType = 'application/json'
    } else {
      const data = isFile ? text.replaceAll(/[\r\n\0]/g, '') : text
      body = body === undefined ? data : `${body}&${data}`
    }
  }
  return body === undefined ? undefined : { bytes: new TextEncoder().encode(body), contentType }
}
