import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { openssl } from '../../examples/tools.ts'
import { once } from './feeds.ts'
import { temporaryFolder } from './program.ts'

/** Deno takes no certificate that may sign others for that of a server. */
const options =
  'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj /CN=localhost -days 2 ' +
  '-addext basicConstraints=critical,CA:FALSE -addext subjectAltName=DNS:localhost'

/** An event stream over TLS, with a certificate that only its own file vouches for. */
export async function secureServer(): Promise<{ url: string; certificate: string }> {
  const folder = temporaryFolder()
  const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')]
  const files = ['-keyout', key, '-out', certificate]
  execFileSync(openssl.find()!, [...options.split(' '), ...files], { stdio: 'ignore' })
  const tls = { key: readFileSync(key), cert: readFileSync(certificate) }
  const server = createServer(tls, once('data: secret\n\n'))
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { url: `https://localhost:${(server.address() as AddressInfo).port}/`, certificate }
}
