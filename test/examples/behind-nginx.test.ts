import { describe, expect, test } from 'vitest'
import { nginx, openssl } from '../../examples/tools.ts'
import { runExample } from '../setup/start-example.ts'

// Without both this cannot run; `npm test` says so, and refuses it under CI.
describe.runIf(nginx.find() && openssl.find())('behind nginx', () => {
  test('compression holds events back, X-Accel-Buffering frees them, comments keep a connection, and buffering hides a slow client', async () => {
    const output = await runExample('behind-nginx')
    const rows = output.matchAll(/^ {2}(.+?) {2,}\w+\.conf +(\d+) +(\d+) ms +(\d+) +(\d+)$/gm)
    const seen = Array.from(rows, ([, title, ...figures]) => {
      const [events, latest, lost, missing] = figures.map(Number) as [
        number,
        number,
        number,
        number,
      ]
      return { title: title!, events, isHeld: latest > 1000, wasLost: lost > 0, missing }
    })
    const good = { events: 10, isHeld: false, wasLost: false, missing: 0 }
    expect(seen).toEqual([
      { ...good, title: 'nothing said' },
      { ...good, title: 'compressed', isHeld: true },
      { ...good, title: '… with 2000 spaces before each', isHeld: true },
      { ...good, title: '… with X-Accel-Buffering: no' },
      { ...good, title: 'proxy_buffering off' },
      { ...good, title: '… seven streams, HTTP/2', events: 70 },
      // Late is what was due while there was no connection.
      {
        ...good,
        title: 'idle connections cut',
        events: 3,
        wasLost: true,
        isHeld: expect.any(Boolean),
      },
      { ...good, title: '… a comment each 400 ms', events: 3 },
    ])
    const [, all, some] = /plain.conf +(\d+) MiB\n +events.conf +(\d+) MiB/.exec(output)!
    expect(all).toBe('160')
    // What the sockets between them hold: 10 MiB as a rule, 72 MiB at the most that Linux lets them.
    expect(Number(some)).toBeLessThan(80)
  })
})
