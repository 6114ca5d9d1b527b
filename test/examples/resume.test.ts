import { describe, expect, test } from 'vitest'
import { EventLog } from '../../examples/resume/server/event-log.ts'
import { openExample } from '../setup/example-page.ts'

test('header and query: what was missed is replayed, what was forgotten is told', async () => {
  const { page, complaints } = await openExample('resume', '--every', '200')
  const sections = [page.locator('#header'), page.locator('#query')]
  /** Waits until both have come to the first line, and no sum is wrong. */
  const bothSay = async (line: RegExp) => {
    for (const section of sections) {
      await expect.poll(() => section.locator('li').first().textContent()).toMatch(line)
      const before = await section.locator('.sum').textContent()
      // After the line there is at least one booking more, which tells whether the sum is right.
      await expect.poll(() => section.locator('.sum').textContent()).not.toBe(before)
      expect(await section.locator('.sum').textContent()).toMatch(/: right$/)
    }
  }
  await bothSay(/^reset: the balance is -?\d+, as of \w+-\d+$/)

  const carriers = new Set<string>()
  page.on('request', (request) => {
    if (request.headers()['last-event-id']) carriers.add('header')
    if (new URL(request.url()).searchParams.get('lastEventId')) carriers.add('query')
  })
  await page.getByRole('button', { name: '20 bookings' }).click()
  await bothSay(/^caught up: [234]\d bookings were missed$/)
  expect([...carriers].toSorted()).toEqual(['header', 'query'])

  await page.getByRole('button', { name: '200' }).click()
  await bothSay(/^reset: /)

  // From here on the first line is that of the new page.
  await page.getByRole('button', { name: 'Reload' }).click()
  await bothSay(/^caught up: \d+ bookings were missed$/)
  for (const section of sections) {
    const lines = await section.locator('li').allTextContents()
    expect(lines.filter((line) => line.startsWith('reset'))).toEqual([])
    expect(lines.at(-1)).toMatch(/^open, from \w+-\d+$/)
  }
  // What the browser itself says of the cuts.
  for (const complaint of complaints) expect(complaint).toContain('net::ERR_')
})

describe('the log', () => {
  const data = (events: { data: string }[] | undefined) => events?.map((event) => event.data)

  test('tells what came after an event, as long as it remembers all of it', () => {
    const log = new EventLog<string>(3)
    const empty = log.lastEventId
    expect(log.after(empty)).toEqual([])
    for (const text of ['a', 'b', 'c']) log.append(text)
    expect(data(log.after(empty))).toEqual(['a', 'b', 'c'])
    const third = log.lastEventId
    log.append('d')
    expect(log.after(empty)).toBeUndefined()
    expect(data(log.after(third))).toEqual(['d'])
    expect(log.after(log.lastEventId)).toEqual([])
  })

  test('knows no event of another log, and none to come', () => {
    const [log, other] = [new EventLog<string>(3), new EventLog<string>(3)]
    log.append('a')
    other.append('a')
    const [name] = log.lastEventId.split('-')
    for (const id of [other.lastEventId, `${name}-2`, `${name}-`, `${name}--1`, '1', '']) {
      expect(log.after(id), id).toBeUndefined()
    }
  })
})
