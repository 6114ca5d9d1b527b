import { expect, onTestFinished, test } from 'vitest'
import { startServer } from '../../examples/spring-wire/server/server.ts'
import { runExample } from '../setup/start-example.ts'

test("what Spring's SseEmitter writes is read right", async () => {
  const output = await runExample('spring-wire')
  expect(output).toMatch(/\nAll is read as the standard has it\.\n$/)
  expect(output).not.toContain('expected')
  const read = output.matchAll(/^ {2}(event|comment|retry) +(.*)$/gm)
  expect(Array.from(read, ([, what, value]) => `${what} ${value}`)).toEqual([
    'event {"type":"message","data":"plain","lastEventId":""}',
    'event {"type":"price","data":"{\\"bid\\":9.5}","lastEventId":"1"}',
    'comment "heartbeat"',
    'retry 50',
    'event {"type":"message","data":"one\\ntwo","lastEventId":"1"}',
    'event {"type":"message","data":"one","lastEventId":"1"}',
    'event {"type":"message","data":"one\\ntwo","lastEventId":"1"}',
    'event {"type":"message","data":"world","lastEventId":"1"}',
    'event {"type":"message","data":"{\\"text\\":\\" world\\"}","lastEventId":"1"}',
    'comment "last"',
    'retry 60',
    'event {"type":"done","data":"","lastEventId":"3"}',
  ])
})

test('the server writes byte for byte what is shown', async () => {
  const server = await startServer()
  onTestFinished(() => server.close())
  const response = await fetch(server.url)
  expect(response.headers.get('content-type')).toBe('text/event-stream;charset=UTF-8')
  expect(await response.text()).toBe(
    [
      'data:plain\n\n',
      'id:1\nevent:price\ndata:{"bid":9.5}\n\n',
      ':heartbeat\n\n',
      'retry:50\n\n',
      'data:one\ndata:two\n\n',
      'data:one\ntwo\n\n',
      'data:one\ndata:two\n\n',
      'data: world\n\n',
      'data:{"text":" world"}\n\n',
      'id:2\n\n',
      ':last\nid:3\nretry:60\nevent:done\ndata:\n\n',
    ].join(''),
  )
})
