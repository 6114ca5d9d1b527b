import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { startServerProcess, stopServerProcess } from '../../server-process.ts'
import { need, nginx } from '../../tools.ts'

/** What matters for event streams; the rest is what lets it run anywhere, from a folder of its own. */
function configuration(port: number, servers: string[]): string {
  return `
    daemon off;
    master_process off;
    pid nginx.pid;
    error_log error.log crit;
    # Two for each client: its own, and the one to the server.
    events { worker_connections 4096; }
    http {
      access_log off;
      ${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${name};`).join('\n      ')}
      upstream servers {
        # A server that refuses a connection is left alone for some time.
        ${servers.map((url) => `server ${new URL(url).host} max_fails=1 fail_timeout=10s;`).join('\n        ')}
      }
      server {
        listen 127.0.0.1:${port} backlog=1024;
        location / {
          proxy_pass http://servers;
          proxy_http_version 1.1;
          proxy_set_header Connection '';
          # An event goes on as soon as it is there.
          proxy_buffering off;
          # Longer than the server is ever silent.
          proxy_read_timeout 1h;
          # A request that one server cannot take goes to the next, and the client sees nothing of it.
          proxy_next_upstream error timeout;
        }
      }
    }
  `
}

export interface Balancer {
  url: string
  stop(): Promise<void>
}

/** Starts nginx before these servers. */
export async function startNginx(servers: string[]): Promise<Balancer> {
  const command = need(nginx)
  const folder = mkdtempSync(join(tmpdir(), 'millrace-nginx-'))
  const remove = () => rmSync(folder, { recursive: true, force: true })
  process.once('exit', remove)
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  writeFileSync(join(folder, 'nginx.conf'), configuration(port, servers))
  const child = startServerProcess(command, ['-p', folder, '-c', 'nginx.conf', '-e', 'error.log'])
  while (!(await isThere(url))) {
    if (child.process.exitCode !== null)
      throw new Error(`nginx did not start: ${readFileSync(join(folder, 'error.log'), 'utf8')}`)
    await sleep(20)
  }
  return {
    url,
    async stop() {
      await stopServerProcess(child)
      process.off('exit', remove)
      remove()
    },
  }
}

/** Whether it answers, also if only to say that it has no server. */
function isThere(url: string): Promise<boolean> {
  return fetch(`${url}/clients`).then(
    async (response) => {
      await response.body?.cancel()
      return true
    },
    () => false,
  )
}

/** nginx does not choose a port, nor tell it. */
function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })
}
