// What a runtime does otherwise than the standards say, each with the version in which it was seen last: a line can go when
// its quirk is gone. The tests probe every one in every runtime. Asked by behaviour, as imitations of a DOM borrow names.

import { PlatformEvent, PlatformEventTarget } from './realm.ts'

interface Globals {
  Deno?: unknown
  Bun?: unknown
  Headers: typeof Headers
}

const globals = globalThis as unknown as Globals

/** Whether `Cache-Control: no-cache` must be said in a header: the `fetch` of Deno (2.9.6) and of Bun (1.4.5) does not derive it from the cache mode. */
export function needsCacheControl(): boolean {
  return globals.Deno !== undefined || globals.Bun !== undefined
}

/** What a header has to be set to, so that `fetch` sends the text in UTF-8; `undefined`: it cannot. */
export function utf8Header(text: string): string | undefined {
  if (/^[\t -~]*$/.test(text)) return text
  // workerd (1.20260730) takes any character, and writes a header in UTF-8, where fetch ought to write each as one byte.
  if (takesAnyCharacter()) return text
  // WebKit (WebKitGTK 2.50) writes UTF-8 too, but takes no character over U+00FF. Its Headers does as others do; its errors
  // have a line. So have those of Bun, which is of the same engine, but has a fetch of its own.
  if ('line' in new Error() && globals.Bun === undefined)
    return /[^\0-\xff]/.test(text) ? undefined : text
  let encoded = ''
  for (const byte of new TextEncoder().encode(text)) encoded += String.fromCharCode(byte)
  return encoded
}

function takesAnyCharacter(): boolean {
  // An imitation takes anything, and what it hands on to Node is written as everywhere.
  if (!Function.prototype.toString.call(globals.Headers).includes('[native code]')) return false
  try {
    new globals.Headers({ a: '\u4e2d' })
    return true
  } catch {
    return false
  }
}

/**
 * Whether an event target itself calls the function that its `on…` property gives, before all listeners: workerd's
 * (1.20260730) does, where the standard has event handlers be listeners among the others.
 */
export function callsHandlerProperties(): boolean {
  if (handlersCalled === undefined) {
    handlersCalled = false
    const onprobe = () => void (handlersCalled = true)
    const target = Object.assign(new PlatformEventTarget(), { onprobe })
    target.dispatchEvent(new PlatformEvent('probe'))
  }
  return handlersCalled
}

let handlersCalled: boolean | undefined
