import { describe, expect, test } from 'vitest'
import { flask } from '../../examples/tools.ts'
import { fetchEvents } from '../../src/index.ts'
import { runExample, startExample } from '../setup/start-example.ts'

// Without Flask these tests cannot run; `npm test` says so, and refuses it under CI.
describe.runIf(flask.find())('flask-queue', () => {
  test('everyone hears what is said, and who leaves frees its queue', async () => {
    const output = await runExample('flask-queue', '--heartbeat', '0.1')
    for (const line of [
      '3 clients, 3 queues',
      'All three have heard it',
      'One has left, and its queue is gone',
      'The other two have heard it',
      'All have left, and no queue is there',
    ])
      expect(output).toMatch(new RegExp(`^${line}: \\d+ ms$`, 'm'))
    const heard = JSON.parse(/^\{$[^]*^\}$/m.exec(output)![0])
    const morning = 'Good morning,\neveryone'
    expect(heard).toEqual({
      ann: [morning, 'Good-bye'],
      bob: [morning, 'Good-bye'],
      cem: [morning],
    })
  })

  test('who was away is told what it missed, or that no one knows', async () => {
    const { url } = await startExample('flask-queue', '--forever', '--heartbeat', '0.1')
    const say = (body: string) => fetch(`${url}/say`, { method: 'POST', body })
    const count = async () => (await (await fetch(`${url}/queues`)).json()).count
    /** The first event after an ID. */
    const after = async (lastEventId: string) => {
      for await (const event of fetchEvents(`${url}/events`, { lastEventId })) return event
      throw new Error('The stream has ended')
    }
    const first = after('')
    await expect.poll(count).toBe(1)
    await say('one')
    const one = await first
    expect(one).toMatchObject({ type: 'message', data: 'one' })

    await say('two')
    expect(await after(one.lastEventId)).toMatchObject({ type: 'message', data: 'two' })
    expect(await after('another-1')).toMatchObject({ type: 'reset' })

    for (let number = 0; number < 210; number++) await say(`${number}`)
    expect(await after(one.lastEventId)).toMatchObject({ type: 'reset' })
    await expect.poll(count, { timeout: 10_000 }).toBe(0)
  })
})
