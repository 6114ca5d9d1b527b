// The benchmark of streams against WebSocket, once around, and what its figures mean. See README.md.
import { parseArgs } from 'node:util'
import { install } from '../../test/bench/install.ts'

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' },
    /** A hundred messages only, to see that it works. */
    quick: { type: 'boolean', default: false },
  },
})

install()
const { print } = await import('../../test/bench/report.ts')
const { measureWebSocket } = await import('../../test/bench/websocket/suite.ts')
const reports = await measureWebSocket({
  suites: ['websocket'],
  rounds: Number(values.rounds),
  seconds: values.quick ? 0.01 : undefined,
  quick: values.quick,
  only: /millrace|EventSource|WebSocket/,
  write: false,
  against: undefined,
  runtime: 'node',
})
reports.forEach(print)
console.log(`
× is how many times as many messages a second as the first line has. Why it comes out so: README.md
of this example. All contenders, with their spread: npm run bench -- websocket`)
