import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect, createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { need, nginx } from './tools.ts'

/** A proxy that runs. */
export interface Nginx {
  origin: string
  close(): Promise<void>
}

/** Whatever happens, it ends. */
const MAX_LIFETIME = 5 * 60_000

/** Starts nginx on 127.0.0.1, before the server at `upstream`; with `ssl` it takes key and certificate from the file `both.pem`. */
export async function startNginx(
  upstream: string,
  directives: string,
  { listen = '', files = {} }: { listen?: string; files?: Record<string, string> } = {},
): Promise<Nginx> {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-'))
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  const port = await freePort()
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
  writeFileSync(
    join(folder, 'nginx.conf'),
    `
      daemon off;
      master_process off;
      pid nginx.pid;
      error_log stderr crit;
      events {}
      http {
        access_log off;
        ${temporary.map((name) => `${name}_temp_path ${name};`).join('\n')}
        server {
          listen 127.0.0.1:${port} ${listen};
          ${listen.includes('ssl') ? 'ssl_certificate both.pem; ssl_certificate_key both.pem;' : ''}
          location / {
            proxy_pass ${upstream};
            proxy_http_version 1.1;
            proxy_set_header Connection '';
            ${directives}
          }
          location = /page {
            default_type text/html;
            return 200 '<!doctype html><title>nginx</title>';
          }
        }
      }
    `,
  )
  const options = ['-p', folder, '-c', 'nginx.conf', '-e', 'stderr']
  const child = spawn(need(nginx), options, { stdio: ['ignore', 'ignore', 'inherit'] })
  const kill = () => void child.kill('SIGKILL')
  process.once('exit', kill)
  const lifetime = setTimeout(kill, MAX_LIFETIME)
  const over = new Promise<void>((resolve) => child.once('close', () => resolve()))
  const close = async () => {
    clearTimeout(lifetime)
    process.off('exit', kill)
    kill()
    await over
    rmSync(folder, { recursive: true })
  }
  while (child.exitCode === null && !(await isOpen(port)));
  if (child.exitCode !== null) {
    await close()
    throw new Error('nginx did not start')
  }
  return { origin: `${listen.includes('ssl') ? 'https' : 'http'}://127.0.0.1:${port}`, close }
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })
}

function isOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => resolve(true)).once('error', () => setTimeout(resolve, 10, false))
    socket.once('connect', () => socket.destroy())
  })
}
