import '@angular/compiler'
import {
  type ApplicationRef,
  Component,
  createComponent,
  effect,
  provideZonelessChangeDetection,
  signal,
  type Type,
  VERSION,
} from '@angular/core'
import { createApplication } from '@angular/platform-browser'
import type { SubscriptionURL } from '../../../src/adapters/init.ts'
import { useEventSource } from '../../../src/angular.ts'
import { type Framework, type Init, type Result, unmountsOnce } from '../framework.ts'

/** One for all components, without zone.js. */
export const app: ApplicationRef = await createApplication({
  providers: [provideZonelessChangeDetection()],
})

/** Puts a component into the page. */
export function render<Instance>(type: Type<Instance>) {
  const component = createComponent(type, { environmentInjector: app.injector })
  const element = component.location.nativeElement as HTMLElement
  document.body.append(element)
  app.attachView(component.hostView)
  return {
    element,
    instance: component.instance,
    unmount: unmountsOnce(() => {
      component.destroy()
      element.remove()
    }),
  }
}

class Shown {
  readonly given = signal<{ url: SubscriptionURL; init: Init }>({ url: null, init: {} })
  readonly source = useEventSource(
    () => this.given().url,
    () => ({ ...this.given().init }),
  )
  readonly text = () => String(this.source.data())
  commits = 0

  constructor() {
    effect(() => {
      this.source.data()
      this.commits++
    })
  }
}
Component({ selector: 'shown-output', template: '<output>{{ text() }}</output>' })(Shown)

export const angular: Framework = {
  name: `Angular ${VERSION.full}`,
  rendersInFrames: true,

  mount(url, init) {
    const { element, instance, unmount } = render(Shown)
    const { source, given } = instance
    const update = (url: SubscriptionURL, init: Init) => {
      given.set({ url, init })
      app.tick()
    }
    update(url, init)
    return {
      result: (): Result => ({
        status: source.status(),
        event: source.event(),
        data: source.data(),
        error: source.error(),
        readyState: source.readyState(),
        lastEventId: source.lastEventId(),
        close: source.close,
        reconnect: source.reconnect,
      }),
      // Angular renders at the next turn of the event loop, which no one waits for here.
      text: () => (app.tick(), element.textContent),
      commits: () => (app.tick(), instance.commits),
      update,
      unmount,
    }
  },
}
