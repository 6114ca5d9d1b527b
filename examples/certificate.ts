import { execFileSync } from 'node:child_process'
import { need, openssl } from './tools.ts'

const options =
  'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj /CN=localhost -keyout - -days 2'

/** A key and a certificate for it, signed by itself, as one text: what HTTP/2 in a browser cannot do without. */
export function certificate(): string {
  return execFileSync(need(openssl), options.split(' '), {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  })
}
