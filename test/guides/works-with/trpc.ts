import type { ServerResponse } from 'node:http'
import { expect, onTestFinished, test } from 'vitest'
import { handler } from '../../../examples/works-with/servers/trpc.ts'
import { connect } from '../../../examples/works-with/trpc.ts'
import { listen } from '../../setup/listen.ts'

test('tRPC: what is tracked is resumed, with a fresh token', async () => {
  const streams: ServerResponse[] = []
  const origin = await listen((request, response) => {
    streams.push(response)
    handler(request, response)
  })
  const tokens = ['a', 'b']
  const received: unknown[] = []
  const subscription = connect(origin, () => tokens.shift()!).count.subscribe(undefined, {
    onData: (event) => received.push(event),
  })
  onTestFinished(() => subscription.unsubscribe())
  await expect.poll(() => received).toHaveLength(2)
  streams[0]!.destroy()
  await expect
    .poll(() => received)
    .toEqual([
      { id: '1', data: '1 for Bearer a' },
      { id: '2', data: '2 for Bearer a' },
      { id: '3', data: '3 for Bearer b' },
      { id: '4', data: '4 for Bearer b' },
    ])
})
