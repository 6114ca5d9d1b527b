// Reads what Spring's SseEmitter writes, and compares it with what it should be. See README.md.
import { isDeepStrictEqual, styleText } from 'node:util'
import { read } from './client/read.ts'
import { startServer } from './server/server.ts'
import { sendings } from './server/wire.ts'

const server = await startServer()
const { events, comments, reconnectionTimes } = await read(server.url)
server.close()

let isRight = true
for (const { java, written, event, comment, reconnectionTime } of sendings) {
  console.log(`\n${styleText('bold', java)}`)
  console.log(`  wire     ${styleText('cyan', JSON.stringify(written.join('')))}`)
  if (comment !== undefined) check('comment', comments.shift(), comment)
  if (reconnectionTime !== undefined) check('retry', reconnectionTimes.shift(), reconnectionTime)
  if (event) check('event', events.shift(), event)
}
for (const rest of [events, comments, reconnectionTimes]) {
  if (rest.length > 0) check('besides', rest, [])
}
console.log(isRight ? '\nAll is read as the standard has it.' : '\nThat is not right.')
process.exitCode = isRight ? 0 : 1

function check(what: string, got: unknown, expected: unknown): void {
  const isSame = isDeepStrictEqual(got, expected)
  isRight &&= isSame
  const text = JSON.stringify(got) ?? 'nothing'
  console.log(
    `  ${what.padEnd(8)} ${isSame ? text : `${text}, expected ${JSON.stringify(expected)}`}`,
  )
}
