import '@angular/compiler'
import {
  afterEveryRender,
  type ApplicationRef,
  Component,
  createComponent,
  type EnvironmentProviders,
  NgZone,
  provideZoneChangeDetection,
  provideZonelessChangeDetection,
  signal,
} from '@angular/core'
import { createApplication } from '@angular/platform-browser'
import { useEventSource } from '../../../src/angular.ts'
import type { FetchEventSourceInit } from '../../../src/index.ts'
import { type Framework, Screen, shown, text } from './component.ts'

export const angular: Framework = framework('Angular', async () => provideZonelessChangeDetection())

/** To be the last one, as zone.js replaces what all have of the platform. */
export const angularWithZone: Framework = framework('Angular with zone.js', async () => {
  await import('zone.js')
  return provideZoneChangeDetection()
})

class Feed {
  readonly given = signal<{ url: string; init: FetchEventSourceInit }>({ url: '', init: {} })
  readonly source = useEventSource(
    () => this.given().url,
    () => ({ ...this.given().init, ...text, parse: undefined }),
  )
  readonly shown = () => {
    const { readyState, data, status, error } = this.source
    return shown({ readyState: readyState(), data: data(), status: status(), error: error() })
  }
  /** Of the whole page: each is a change detection. */
  renders = 0

  constructor() {
    afterEveryRender(() => void this.renders++)
  }
}
Component({ selector: 'a-feed', template: '{{ shown() }}' })(Feed)

function framework(name: string, detection: () => Promise<EnvironmentProviders>): Framework {
  let app: ApplicationRef
  return {
    name,
    rendersAfterFrame: true,

    async begin() {
      app = await createApplication({ providers: [await detection()] })
    },

    mount(url, init) {
      const screen = new Screen()
      const zone = app.injector.get(NgZone)
      // With zone.js, what is done in it ends in a change detection.
      const detect = (change: () => void) =>
        zone.run(() => {
          change()
          if (!NgZone.isInAngularZone()) app.tick()
        })
      const update = (url: string, next = init) =>
        detect(() => component.instance.given.set({ url, init: next }))
      const options = { environmentInjector: app.injector, hostElement: screen.container }
      const component = zone.run(() => createComponent(Feed, options))
      detect(() => {
        component.instance.given.set({ url, init })
        app.attachView(component.hostView)
      })
      return {
        screen,
        commits: () => component.instance.renders,
        update,
        unmount() {
          zone.run(() => component.destroy())
          screen.remove()
        },
      }
    },
  }
}
