// One connection for all tabs, in Chromium, with a server that counts.
import { describe, expect, test } from 'vitest'
import { polling, range, Tabs, useTabs } from './tabs.ts'

const setting = useTabs()

describe('one connection for all', () => {
  test('seven tabs over HTTP/1.1 take one socket, and each event comes once to each, whatever its type', async () => {
    const tabs = await Tabs.open(setting)
    const feed = tabs.server.feed()
    const seven = await tabs.tabs(7, feed)
    feed.publish(20)
    for (const tab of seven) {
      expect(await tab.events(feed)).toEqual(range(1, 20))
      const { messages, lastEventId } = await tab.log()
      expect(messages).toEqual(range(1, 20).filter((number) => number % 3 !== 0))
      expect(lastEventId).toBe('20')
    }
    expect(feed.requests).toHaveLength(1)
  })

  test('seven FetchEventSources, which share nothing, hang on the seventh', async () => {
    const tabs = await Tabs.open(setting)
    const feed = tabs.server.feed()
    const blank = await tabs.blank()
    await blank.page.evaluate((url) => {
      for (let count = 0; count < 7; count++) {
        const source = new tab.FetchEventSource(url)
        tab.plain.push(source)
      }
    }, feed.url)
    await expect.poll(() => feed.requests.length, polling).toBe(6)
    // Only when one of them goes does the seventh get its turn.
    await blank.page.evaluate(() => tab.plain[0]!.close())
    await expect.poll(() => feed.requests.length, polling).toBe(7)
    expect(feed.maxOpen).toBe(6)
  })

  test('ten instances in a page are one hub, and the last close() frees connection, lock and channel', async () => {
    const tabs = await Tabs.open(setting)
    const feed = tabs.server.feed()
    const one = await tabs.blank()
    for (let count = 0; count < 10; count++) await one.open(feed)
    for (let index = 0; index < 10; index++) await one.isOpen(index)
    feed.publish(5)
    for (let index = 0; index < 10; index++)
      expect(await one.events(feed, index)).toEqual(range(1, 5))
    const locks = () => one.page.evaluate(() => navigator.locks.query())
    expect((await locks()).held).toHaveLength(1)
    expect((await locks()).pending).toHaveLength(0)
    for (let index = 0; index < 9; index++) await one.call('close', index)
    feed.publish()
    expect(await one.events(feed, 9)).toEqual(range(1, 6))
    expect((await one.log(0)).events).toEqual(range(1, 5))
    expect(feed.requests).toHaveLength(1)
    await one.call('close', 9)
    await expect.poll(() => feed.open, polling).toBe(0)
    await expect.poll(async () => (await locks()).held, polling).toHaveLength(0)
    // A later one starts afresh.
    await one.open(feed)
    await one.isOpen(10)
    expect(feed.requests).toHaveLength(2)
  })

  test('of tabs that open in the same instant, one leads', async () => {
    const tabs = await Tabs.open(setting)
    const feed = tabs.server.feed()
    const four = await Promise.all(Array.from({ length: 4 }, () => tabs.blank()))
    await Promise.all(four.map((tab) => tab.open(feed)))
    await Promise.all(four.map((tab) => tab.isOpen()))
    const roles = await Promise.all(four.map((tab) => tab.role()))
    expect(roles.filter((role) => role === 'leader')).toHaveLength(1)
    expect(roles.filter((role) => role === 'follower')).toHaveLength(3)
    feed.publish(3)
    for (const tab of four) expect(await tab.events(feed)).toEqual([1, 2, 3])
    expect(feed.requests).toHaveLength(1)
  })

  test('closed in the turn in which it was made, it asks for nothing', async () => {
    const tabs = await Tabs.open(setting)
    const feed = tabs.server.feed()
    const one = await tabs.blank()
    const reason = await one.page.evaluate(async (url) => {
      const source = new tab.SharedEventSource(url)
      source.close()
      const { reason } = await source.closed
      return `${reason} ${source.readyState} ${(await navigator.locks.query()).held!.length}`
    }, feed.url)
    expect(reason).toBe('closed 2 0')
    await one.open(feed)
    await one.isOpen()
    expect(feed.requests).toHaveLength(1)
  })
})

describe('who comes late', () => {
  test('to an open stream is told so at once, and gets live events only', async () => {
    const tabs = await Tabs.open(setting)
    const feed = tabs.server.feed()
    const first = await tabs.tab(feed)
    await first.isOpen()
    feed.publish(5)
    await first.events(feed)
    const late = await tabs.tab(feed)
    await late.isOpen()
    const { opens, readyState } = await late.log()
    expect(opens).toEqual([{ resumedFrom: '', attempt: 1, hasResponse: false }])
    expect(readyState).toBe(1)
    feed.publish(2)
    expect(await late.events(feed)).toEqual([6, 7])
    // So does another instance in the leader's own page.
    await first.open(feed)
    await first.isOpen(1)
    feed.publish()
    expect(await first.events(feed, 1)).toEqual([8])
    expect(feed.requests).toHaveLength(1)
  })

  test('to a failing stream gets the error, and when it is tried again', async () => {
    const tabs = await Tabs.open(setting)
    const feed = tabs.server.feed()
    const first = await tabs.tab(feed, { reconnect: { delay: 600_000, maxDelay: 600_000 } })
    await first.isOpen()
    feed.cut()
    await first.until(({ errors }) => errors.length === 1)
    const late = await tabs.tab(feed)
    const { errors, readyState } = await late.until(({ errors }) => errors.length === 1)
    expect(errors[0]).toMatchObject({ code: 'network', attempt: 1, hasResponse: false })
    expect(errors[0]!.reconnectIn).toBeGreaterThan(500_000)
    expect(errors[0]!.reconnectIn).toBeLessThanOrEqual(600_000)
    expect(readyState).toBe(0)
  })

  test.for([
    ["replay: 'opened'", { replay: 'opened' as const }, range(1, 6)],
    ['replay: 2', { replay: 2 }, [5, 6]],
    ['replay: 0', { replay: 0 }, []],
    ['a lastEventId that is kept', { lastEventId: '3' }, [4, 5, 6]],
    ['a lastEventId that is not kept', { lastEventId: '999' }, []],
  ] as const)('gets what it asks for: %s', async ([, init, replayed]) => {
    const tabs = await Tabs.open(setting)
    const feed = tabs.server.feed()
    const first = await tabs.tab(feed)
    await first.isOpen()
    const second = await tabs.tab(feed)
    await second.isOpen()
    feed.publish(6)
    await first.events(feed)
    await second.events(feed)
    const late = await tabs.tab(feed, init)
    await late.isOpen()
    // An instance in a page that follows asks for what that page has not.
    const third = await tabs.tab(feed)
    await third.isOpen()
    await third.open(feed, init)
    await third.isOpen(1)
    feed.publish()
    expect(await late.events(feed)).toEqual([...replayed, 7])
    expect(await third.events(feed, 1)).toEqual([...replayed, 7])
    expect(await third.events(feed)).toEqual([7])
    const isKept = 'lastEventId' in init && init.lastEventId === '3'
    expect((await late.log()).opens[0]!.resumedFrom).toBe(isKept ? '3' : '')
    expect(feed.requests).toHaveLength(1)
  })
})

describe('each tab has its own', () => {
  test('parse, listeners and trace', async () => {
    const tabs = await Tabs.open(setting)
    const feed = tabs.server.feed()
    const first = await tabs.tab(feed)
    await first.isOpen()
    const second = await tabs.blank()
    await second.page.evaluate((url) => {
      const parse = (data: string) => {
        if (data === '2') throw new Error('two is not good')
        return { number: Number(data) }
      }
      const source = new tab.SharedEventSource(url, { parse })
      source.onmessage = ({ data }) => void tab.notes.push(JSON.stringify(data))
      source.onerror = (event) => {
        if (event.error)
          tab.notes.push(
            `${event.error.code} ${event.error.data} ${event.error.attempt} ${event.reconnectIn}`,
          )
      }
      source.onopen = () => void tab.notes.push('open')
    }, feed.url)
    const notes = () => second.page.evaluate(() => tab.notes)
    await expect.poll(notes, polling).toEqual(['open'])
    feed.type = 'message'
    feed.publish(3)
    await expect
      .poll(notes, polling)
      .toEqual(['open', '{"number":1}', 'invalid-data 2 1 undefined', '{"number":3}'])
    expect(await first.events(feed)).toEqual([1, 2, 3])
    expect((await first.log()).errors).toEqual([])
    const { traced } = await first.log()
    expect(traced.filter((type) => type === 'request')).toHaveLength(1)
    expect(
      (await (await tabs.tab(feed)).until(({ roles }) => roles.includes('follower'))).traced,
    ).not.toContain('request')
  })

  test('maxEventSize: an event over it ends that instance only', async () => {
    const tabs = await Tabs.open(setting)
    const feed = tabs.server.feed()
    const [first, second] = await tabs.tabs(2, feed)
    const third = await tabs.tab(feed, { maxEventSize: 100 })
    await third.isOpen()
    feed.write(`event: other\ndata: ${'x'.repeat(101)}\n\n`)
    feed.publish()
    const { errors } = await third.until(({ closed }) => closed === 'failed')
    expect(errors).toMatchObject([{ code: 'event-too-large', attempt: 1, reconnectIn: null }])
    expect(await first!.events(feed)).toEqual([1])
    expect(await second!.events(feed)).toEqual([1])
  })

  test('headers as a function is asked in the tab that leads, at each attempt', async () => {
    const tabs = await Tabs.open(setting)
    const feed = tabs.server.feed()
    const open = async (name: string) => {
      const blank = await tabs.blank()
      await blank.page.evaluate(
        ([url, name]) => {
          const headers = ({ number }: { number: number }) => ({ 'x-tab': `${name}-${number}` })
          tab.open(url, { key: 'user', headers })
        },
        [feed.url, name] as const,
      )
      await blank.isOpen()
      return blank
    }
    const first = await open('first')
    const second = await open('second')
    feed.publish()
    await second.events(feed)
    feed.cut()
    await expect.poll(() => feed.requests.length, polling).toBe(2)
    await second.until(({ opens }) => opens.length === 2)
    await first.page.close()
    await second.until(({ opens }) => opens.length === 3)
    expect(feed.requests.map(({ headers }) => headers['x-tab'])).toEqual([
      'first-1',
      'first-2',
      'second-1',
    ])
  })
})

describe('with whom it is shared', () => {
  test('two keys are two connections, and nothing crosses', async () => {
    const tabs = await Tabs.open(setting)
    const feed = tabs.server.feed()
    const anna = await tabs.tab(feed, { key: 'anna', headers: { 'x-user': 'anna' } })
    const bert = await tabs.tab(feed, { key: 'bert', headers: { 'x-user': 'bert' } })
    await anna.isOpen()
    await bert.isOpen()
    expect(feed.requests.map(({ headers }) => headers['x-user'])).toEqual(['anna', 'bert'])
    expect([await anna.role(), await bert.role()]).toEqual(['leader', 'leader'])
    await anna.call('close')
    feed.publish()
    expect(await bert.events(feed)).toEqual([1])
    expect((await anna.log()).events).toEqual([])
  })

  test.for([['headers'], ['body'], ['request']] as const)(
    '%s without a key is a TypeError',
    async ([name]) => {
      const tabs = await Tabs.open(setting)
      const one = await tabs.blank()
      const message = await one.page.evaluate((name) => {
        try {
          new tab.SharedEventSource('/feed', { method: 'POST', [name]: () => ({}) })
          return 'nothing'
        } catch (error) {
          return String(error)
        }
      }, name)
      expect(message).toMatch(new RegExp(`^TypeError: ${name}: without a key`))
    },
  )

  test('two contexts, as two profiles or two users of a machine are, share nothing', async () => {
    const feed = setting.server.feed()
    const [first] = await (await Tabs.open(setting)).tabs(1, feed)
    const [second] = await (await Tabs.open(setting)).tabs(1, feed)
    expect([await first!.role(), await second!.role()]).toEqual(['leader', 'leader'])
    expect(feed.open).toBe(2)
  })
})
