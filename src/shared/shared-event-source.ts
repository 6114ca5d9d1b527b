import type { FetchEventSource } from '../faces/fetch-event-source.ts'
import { sourceClass } from '../faces/source-class.ts'
import type { EventsOf, ParseOption } from '../stream/parse-data.ts'
import type { SharedEventSourceInit } from './shared-init.ts'
import { readSharedOptions } from './shared-options.ts'
import { SharedSubscription } from './shared-subscription.ts'

/** `FetchEventSource` with one connection for all tabs; its interface is that of {@link FetchEventSource}. */
export interface SharedEventSource<
  Events extends object = Record<string, string>,
> extends FetchEventSource<Events> {}

/** The class {@link SharedEventSource}. */
export interface SharedEventSourceConstructor {
  /**
   * Takes part in the connection to `url` that the tabs of this origin share; connects, if there is none. Where tabs cannot
   * know of each other it has a connection of this page, and a `trace` record says why.
   *
   * @throws `SyntaxError` (a `DOMException`) for an invalid URL; `TypeError` for an invalid option, and for `headers` or `body`
   * without a `key`.
   *
   * @example
   * ```ts
   * const source = new SharedEventSource('/prices')
   * source.addEventListener('price', (event) => show(event.data))
   * ```
   */
  new <
    Events extends object = Record<string, string>,
    const Parse extends ParseOption | undefined = ParseOption | undefined,
  >(
    url: string | URL,
    init?: SharedEventSourceInit<Parse>,
  ): SharedEventSource<EventsOf<Parse, Events>>
  readonly prototype: SharedEventSource<any>
  readonly CONNECTING: 0
  readonly OPEN: 1
  readonly CLOSED: 2
}

export const SharedEventSource: SharedEventSourceConstructor = /* @__PURE__ */ sourceClass(
  'SharedEventSource',
  readSharedOptions,
  SharedSubscription,
) as SharedEventSourceConstructor
