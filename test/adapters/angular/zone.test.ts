import 'zone.js'
import '@angular/compiler'
import { Component, createComponent, NgZone, provideZoneChangeDetection } from '@angular/core'
import { createApplication } from '@angular/platform-browser'
import { expect, onTestFinished, test, vi } from 'vitest'
import { useEventSource } from '../../../src/angular.ts'
import { createTestStream } from '../../../src/testing.ts'

const stream = createTestStream()

class Feed {
  readonly feed = useEventSource('https://example.com/feed', { fetch: stream.fetch })
}
Component({ selector: 'a-feed', template: '{{ feed.data() }}' })(Feed)

test('with zone.js, what comes is shown, until the component goes', async () => {
  const app = await createApplication({ providers: [provideZoneChangeDetection()] })
  onTestFinished(() => app.destroy())
  const zone = app.injector.get(NgZone)
  const component = zone.run(() => {
    const component = createComponent(Feed, { environmentInjector: app.injector })
    app.attachView(component.hostView)
    return component
  })
  const { location } = component
  await stream.send('first')
  await vi.waitFor(() => expect(location.nativeElement.textContent).toBe('first'))
  for (let chunk = 1; chunk <= 200; chunk++) await stream.send(`${chunk}`)
  await vi.waitFor(() => expect(location.nativeElement.textContent).toBe('200'))
  component.destroy()
  await vi.waitFor(() => expect(stream.requests).toMatchObject([{ isOpen: false }]))
})
