import { readFileSync } from 'node:fs'
import type { RequestArguments } from './arguments.ts'
import { UsageError } from './usage-error.ts'

interface Runtimes {
  Bun?: unknown
  Deno?: { createHttpClient(options: object): object }
}

const { Bun, Deno } = globalThis as Runtimes

/**
 * What `-k`, `--cacert` and `-x` ask of `fetch`, in the way of each runtime: settings of the process, or fields that `fetch`
 * gets. What a runtime cannot do is wrong usage, and said.
 */
export async function readTransport({
  insecure,
  cacert,
  proxy,
}: RequestArguments['values']): Promise<Record<string, unknown>> {
  const certificates = cacert === undefined ? undefined : readCertificates(cacert)
  const proxyURL = proxy === undefined ? undefined : readProxy(proxy)
  if (Bun) {
    const tls = {
      ...(insecure && { rejectUnauthorized: false }),
      ...(certificates !== undefined && { ca: certificates }),
    }
    return { ...(Object.keys(tls).length > 0 && { tls }), ...(proxyURL && { proxy: proxyURL }) }
  }
  if (Deno) {
    if (insecure) cannot('-k', 'Deno', 'start it with --unsafely-ignore-certificate-errors')
    if (certificates === undefined && !proxyURL) return {}
    const client = Deno.createHttpClient({
      ...(certificates !== undefined && { caCerts: [certificates] }),
      ...(proxyURL && { proxy: { url: proxyURL } }),
    })
    return { client }
  }
  if (insecure) trustAnyone()
  if (certificates !== undefined) {
    const tls = await import('node:tls')
    if (!('setDefaultCACertificates' in tls))
      cannot('--cacert', 'Node', `set NODE_EXTRA_CA_CERTS=${cacert}, or use Node 24`)
    tls.setDefaultCACertificates([certificates])
  }
  if (proxyURL) {
    const http = (await import('node:http')) as { setGlobalProxyFromEnv?: (env: object) => void }
    if (!http.setGlobalProxyFromEnv)
      cannot('-x', 'Node', 'use Node 24.14 or later, where fetch can use a proxy')
    http.setGlobalProxyFromEnv({ http_proxy: proxyURL, https_proxy: proxyURL })
  }
  return {}
}

/** `NODE_TLS_REJECT_UNAUTHORIZED`, without the warning that Node gives for it: it was asked for. */
function trustAnyone(): void {
  const { emitWarning } = process
  process.emitWarning = (warning: string | Error, ...rest: []) => {
    if (!String(warning).includes('NODE_TLS_REJECT_UNAUTHORIZED'))
      emitWarning.call(process, warning, ...rest)
  }
  process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0'
}

function readCertificates(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw new UsageError(`--cacert ${path}: cannot be read: ${(error as Error).message}`)
  }
}

function readProxy(proxy: string): string {
  const url = /^[a-z][a-z\d+.-]*:\/\//i.test(proxy) ? proxy : `http://${proxy}`
  if (URL.canParse(url) && /^https?:/i.test(url)) return url
  throw new UsageError(`-x: expected http://HOST:PORT`)
}

function cannot(option: string, runtime: string, instead: string): never {
  const version = runtime === 'Node' ? ` ${process.versions.node}` : ''
  throw new UsageError(
    `${option}: ${runtime}${version} has no way to do that from within; ${instead}`,
  )
}
