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
    if (insecure)
      throw new UsageError(
        '-k: Deno has no way to do that from within; start it with --unsafely-ignore-certificate-errors, or give --cacert',
      )
    if (certificates === undefined && !proxyURL) return {}
    const client = Deno.createHttpClient({
      ...(certificates !== undefined && { caCerts: [certificates] }),
      ...(proxyURL && { proxy: { url: proxyURL } }),
    })
    return { client }
  }
  if (insecure) trustAnyone()
  return certificates === undefined && !proxyURL ? {} : await inNode(certificates, proxyURL)
}

/** By settings of the process where Node has them (24, some of them 22), else by a dispatcher. */
async function inNode(
  certificates: string | undefined,
  proxy: string | undefined,
): Promise<Record<string, unknown>> {
  const tls = await import('node:tls')
  const http = (await import('node:http')) as { setGlobalProxyFromEnv?: (env: object) => void }
  const hasCertificates = certificates === undefined || 'setDefaultCACertificates' in tls
  const hasProxy = proxy === undefined || http.setGlobalProxyFromEnv !== undefined
  if (!hasCertificates || !hasProxy) {
    const { dispatcherFor } = await import('./tunnel.ts')
    return { dispatcher: await dispatcherFor(certificates, proxy) }
  }
  if (certificates !== undefined) tls.setDefaultCACertificates([certificates])
  if (proxy !== undefined) http.setGlobalProxyFromEnv!({ http_proxy: proxy, https_proxy: proxy })
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
