import { Component, computed, effect, signal } from '@angular/core'
import { toObservable } from '@angular/core/rxjs-interop'
import { expect, test, vi } from 'vitest'
import { useEventSource } from '../../../src/angular.ts'
import { createTestStream, type TestStream } from '../../../src/testing.ts'
import { frame, settle, useFrames } from '../framework.ts'
import { app, render } from './framework.ts'

useFrames()

const url = 'https://example.com/rooms'
let stream: TestStream

class Room {
  readonly room = signal<string | null>(null)
  readonly key = signal(1)
  readonly headers = vi.fn(() => ({}))
  readonly seen: string[] = []
  readonly feed = useEventSource(
    () => this.room() && `${url}/${this.room()}`,
    () => ({ fetch: stream.fetch, key: this.key(), headers: this.headers }),
  )
  readonly length = computed(() => this.feed.data()?.length)
  readonly observed: unknown[] = []

  constructor() {
    toObservable(this.feed.data).subscribe((data) => this.observed.push(data))
    effect(() => this.seen.push(`${this.room()} ${this.feed.data()} ${this.length()}`))
  }
}
Component({ selector: 'a-room', template: '{{ feed.status() }}' })(Room)

test('signals in URL and options make another subscription, of which no one sees anything old', async () => {
  stream = createTestStream()
  const { element, instance, unmount } = render(Room)
  app.tick()
  await settle()
  expect(element.textContent).toBe('idle')
  expect(stream.requests).toHaveLength(0)
  instance.room.set('a')
  app.tick()
  expect(element.textContent).toBe('connecting')
  await stream.send('in a')
  await frame()
  app.tick()
  instance.room.set('b')
  instance.key.set(2)
  expect([instance.feed.data(), instance.length()]).toEqual([undefined, undefined])
  await frame()
  await stream.send('b')
  await frame()
  app.tick()
  expect(instance.seen).toEqual([
    'null undefined undefined',
    'a undefined undefined',
    'a in a 4',
    'b undefined undefined',
    'b b 1',
  ])
  expect(instance.observed).toEqual([undefined, 'in a', undefined, 'b'])
  expect(instance.headers).toHaveBeenCalledTimes(2)
  expect(stream.requests).toMatchObject([
    { url: `${url}/a`, isOpen: false },
    { url: `${url}/b`, isOpen: true },
  ])
  unmount()
  await settle()
  expect(stream.requests[1]).toMatchObject({ isOpen: false })
})

test('Angular renders by itself when something comes', async () => {
  stream = createTestStream()
  const { element, instance } = render(Room)
  instance.room.set('a')
  await frame()
  await stream.send('1')
  await frame()
  await frame()
  expect(element.textContent).toBe('open')
})

test('close() in a constructor connects nothing, until reconnect()', async () => {
  stream = createTestStream()
  class Closed {
    readonly feed = useEventSource(url, { fetch: stream.fetch })
    constructor() {
      this.feed.close()
    }
  }
  Component({ selector: 'is-closed', template: '' })(Closed)
  const { instance } = render(Closed)
  app.tick()
  await settle()
  expect([stream.requests.length, instance.feed.status()]).toEqual([0, 'idle'])
  instance.feed.reconnect()
  await stream.send('a')
  await frame()
  expect(instance.feed.data()).toBe('a')
})

test('it wants an injection context', () => {
  expect(() => useEventSource(url)).toThrow(
    /useEventSource\(\) can only be used within an injection/,
  )
})
