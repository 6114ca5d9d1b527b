import { join } from 'node:path'
import { describe, expect, inject, onTestFinished, test } from 'vitest'
import { Broker } from '../../examples/go-broker/client/broker.ts'
import { startGoServer } from '../../examples/go-server.ts'
import { stopServerProcess } from '../../examples/server-process.ts'
import { go } from '../../examples/tools.ts'
import { fetchEvents } from '../../src/index.ts'
import { root } from '../setup/readme-snippets.ts'
import { runExample } from '../setup/start-example.ts'

// Without Go these tests cannot run; `npm test` says so, and refuses it under CI.
describe.runIf(go.find())('go-broker', () => {
  test('a thousand clients get every event, once and in order', async () => {
    const output = await runExample('go-broker', '--events', '20')
    expect(output).toMatch(/^1000 clients are connected: \d+ ms$/m)
    expect(output).toMatch(/^20000 events received, 20000 expected$/m)
    expect(output).toMatch(/^0 clients lack an event/m)
    expect(output).toMatch(/^The broker counts no client any more: \d+ ms$/m)
    expect(output).toMatch(/^0 clients were dropped/m)
  })

  test('who does not read is dropped, and gets what it missed when it is back', async () => {
    const broker = await startBroker()
    // A loop that takes no events does not read: the kernel takes a few MB for it, the broker keeps 64 events, and no more.
    const stream = fetchEvents(broker.events, {
      parse: (data): number => Number.parseInt(data, 10),
    })
    onTestFinished(() => stream.close())
    const first = stream.next()
    await expect.poll(async () => (await broker.stats()).clients).toBe(1)
    let sent = 0
    while (sent < 5000 && (await broker.stats()).dropped === 0) {
      await broker.publish(`${sent++}\n${'x'.repeat(50_000)}`)
    }
    expect(await broker.stats()).toMatchObject({ clients: 0, dropped: 1 })

    const received = [(await first).value!.data]
    for await (const { data } of stream) if (received.push(data) === sent) break
    expect(received).toEqual(Array.from({ length: sent }, (_, index) => index))
  })

  test('who was with another broker is told that no one knows what it missed', async () => {
    const broker = await startBroker()
    await broker.publish('one')
    for await (const { type } of fetchEvents(broker.events, { lastEventId: '1-1' })) {
      expect(type).toBe('reset')
      break
    }
    await expect.poll(async () => (await broker.stats()).clients).toBe(0)
  })
})

async function startBroker(): Promise<Broker> {
  process.env['GOCACHE'] = join(inject('built'), 'go')
  const server = await startGoServer(join(root, 'examples/go-broker/server'), [])
  onTestFinished(() => stopServerProcess(server))
  return new Broker(await server.firstLine)
}
