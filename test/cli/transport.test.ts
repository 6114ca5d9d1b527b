// -k, --cacert and -x: a certificate that no one has signed, and a proxy on the way.
import { describe, expect, test } from 'vitest'
import { openssl } from '../../examples/tools.ts'
import { listen } from '../setup/listen.ts'
import { curlCommand } from './commands.ts'
import { once } from './feeds.ts'
import { forwardProxy } from './forward-proxy.ts'
import { type Result, run, runtimes, startCommand } from './program.ts'
import { secureServer } from './secure-server.ts'

const read = { code: 0, stdout: 'secret\n', stderr: '' }
const refused = (because: RegExp): Result => ({
  code: 1,
  stdout: '',
  stderr: expect.stringMatching(because) as string,
})

describe.for(runtimes)('$name', (runtime) => {
  const program = (...args: string[]) =>
    run(['--max-events', '1', '--no-reconnect', ...args], {}, runtime)

  // Without openssl, which makes the certificate, these cannot run; `npm test` says so, and refuses it under CI.
  test.runIf(openssl.find())('a certificate that no one vouches for is refused', async () => {
    const { url } = await secureServer()
    expect(await program(url)).toEqual(
      refused(
        /^millrace: network: The connection failed: [^\n]*(self.signed|UnknownIssuer)[^\n]*\n$/,
      ),
    )
  })

  test.runIf(openssl.find())('--cacert vouches for it', async () => {
    const { url, certificate } = await secureServer()
    expect(await program('--cacert', certificate, url)).toEqual(read)
    // For another it does not.
    const other = await secureServer()
    expect(await program('--cacert', certificate, other.url)).toMatchObject({ code: 1, stdout: '' })
  })

  test.runIf(openssl.find())('-k takes any, or it says how', async () => {
    const { url } = await secureServer()
    const result = await program('-k', url)
    if (runtime.name !== 'Deno') return expect(result).toEqual(read)
    expect(result.code).toBe(2)
    expect(result.stderr).toMatch(/^millrace: -k: Deno has no way .* --unsafely-ignore-[^\n]+\n$/)
    const [deno, ...options] = runtime.command
    const command = [deno, ...options, '--unsafely-ignore-certificate-errors'] as const
    const told = { ...runtime, command: [...command] as [string, ...string[]] }
    const again = await run(['--max-events', '1', '--no-reconnect', url], {}, told)
    expect(again).toMatchObject({ code: 0, stdout: 'secret\n' })
  })

  test('-x goes through a proxy, and tells it who asks', async () => {
    const origin = await listen(once('data: secret\n\n'))
    const { host, requests } = await forwardProxy()
    expect(await program('-x', host, origin)).toEqual(read)
    expect(await program('-x', `http://me:p%20w@${host}`, origin)).toEqual(read)
    const target = new URL(origin).host
    const method = expect.stringMatching(/^(GET|CONNECT)$/) as string
    expect(requests).toEqual([
      { method, host: target, credentials: undefined },
      { method, host: target, credentials: `Basic ${btoa('me:p w')}` },
    ])
  })

  test.runIf(openssl.find())('-x and --cacert: TLS to the server, not to the proxy', async () => {
    const { url, certificate } = await secureServer()
    const { host, requests } = await forwardProxy()
    expect(await program('-x', host, '--cacert', certificate, url)).toEqual(read)
    expect(await program('-x', host, url)).toEqual(refused(/^millrace: network: /))
    expect(requests[0]).toMatchObject({ method: 'CONNECT', host: new URL(url).host })
  })

  test('-x to a proxy that is not there', async () => {
    const origin = await listen(once('data: secret\n\n'))
    const { host } = await forwardProxy()
    const nobody = new URL(`http://${host}`)
    nobody.port = '1'
    expect(await program('-x', nobody.href, origin)).toEqual(
      refused(/^millrace: network: The connection failed: [^\n]+\n$/),
    )
  })
})

test.runIf(curlCommand && openssl.find())('curl says the same', async () => {
  const { url, certificate } = await secureServer()
  const { host, requests } = await forwardProxy()
  const curl = async (...args: string[]) =>
    (await startCommand([curlCommand!, '-sS', '--noproxy', '', ...args, url]).ended).stdout
  expect(await curl()).toBe('')
  expect(await curl('-k')).toBe('data: secret\n\n')
  expect(await curl('--cacert', certificate)).toBe('data: secret\n\n')
  expect(await curl('-k', '-x', host)).toBe('data: secret\n\n')
  expect(requests).toHaveLength(1)
})
