// Between other programs: how much is kept, who waits for whom, and what happens when one leaves.
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { eventStream, listen } from '../setup/listen.ts'
import { jqCommand } from './commands.ts'
import { runtimes, shell, start } from './program.ts'

/** Sends so many events of this size as fast as they are taken, then stays. Returns how many bytes it has sent, too. */
async function flood(count: number, size: number): Promise<{ origin: string; sent: () => number }> {
  let sent = 0
  const block = (id: number) => `id: ${id}\ndata: {"n":${id},"text":"${'x'.repeat(size)}"}\n\n`
  const origin = await listen((_request, response) => {
    let id = 0
    response.writeHead(200, eventStream)
    response.flushHeaders()
    const go = () => {
      while (id < count) {
        let text = ''
        for (let more = 100; more > 0 && id < count; more--) text += block(++id)
        sent += text.length
        if (!response.write(text)) return void response.once('drain', go)
      }
    }
    go()
  })
  return { origin, sent: () => sent }
}

test.for(runtimes)('$name: a pipe that closes ends it quietly', async (runtime) => {
  const { origin } = await flood(100_000, 10)
  const line = `millrace ${origin} | head -n 3; echo "$\{PIPESTATUS[0]}"`
  expect(await shell(line, runtime)).toEqual({
    code: 0,
    stdout: [1, 2, 3].map((n) => `{"n":${n},"text":"xxxxxxxxxx"}\n`).join('') + '0\n',
    stderr: '',
  })
})

test.for(runtimes)('$name: a slow reader slows the server', async (runtime) => {
  const total = 100_000
  const { origin, sent } = await flood(total, 1000)
  const running = start([origin, '--max-events', String(total)], { unread: true }, runtime)
  let before = 0
  let stillFor = 0
  // Until the server has had to stand still for a while.
  await expect
    .poll(
      () => {
        stillFor = sent() === before && before > 0 ? stillFor + 1 : 0
        before = sent()
        return stillFor
      },
      { interval: 100, timeout: 20_000 },
    )
    .toBeGreaterThan(5)
  expect(sent()).toBeLessThan((total * 1000) / 3)
  let lines = 0
  running.child.stdout!.on('data', (chunk: Buffer) => {
    for (const byte of chunk) if (byte === 10) lines++
  })
  await expect.poll(() => lines, { timeout: 20_000 }).toBe(total)
  expect((await running.ended).code).toBe(0)
})

test('constant memory, however many events', async () => {
  const count = 200_000
  const { origin } = await flood(count, 1000)
  const running = start([origin, '--format', 'json'], { unread: true })
  let lines = 0
  running.child.stdout!.on('data', (chunk: Buffer) => {
    for (const byte of chunk) if (byte === 10) lines++
  })
  const most = () => {
    const status = readFileSync(`/proc/${running.child.pid}/status`, 'utf8')
    return Number(/VmHWM:\s+(\d+)/.exec(status)![1]) / 1024
  }
  await expect.poll(() => lines, { timeout: 20_000, interval: 10 }).toBeGreaterThan(count / 10)
  const early = most()
  await expect.poll(() => lines, { timeout: 20_000 }).toBe(count)
  // Of 200 MB that went through, in MB.
  expect(most() - early).toBeLessThan(60)
})

// Without jq this test cannot run; `npm test` says so, and refuses it under CI.
test.runIf(jqCommand).for(runtimes)('$name: | jq', async (runtime) => {
  const count = 20_000
  const { origin } = await flood(count, 10)
  const line = `millrace ${origin} --max-events ${count} --format json | jq -r '.data | fromjson | .n' | tail -n 1`
  expect(await shell(line, runtime)).toEqual({ code: 0, stdout: `${count}\n`, stderr: '' })
})
