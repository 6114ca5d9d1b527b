// A page that is shown and hidden by hand: the document of the browser, or so much of one as is asked for.

interface Page extends EventTarget {
  hidden: boolean
  visibilityState: string
}

const globals = globalThis as unknown as { window?: unknown; document?: Page }

/** What the original wants to be there. */
export function makePage(): void {
  globals.window ??= globalThis
  globals.document ??= new EventTarget() as Page
  turn(false)
}

export function removePage(): void {
  delete globals.window
  delete globals.document
}

export function hidePage(): void {
  turn(true)
}

export function showPage(): void {
  if (globals.document?.hidden) turn(false)
}

function turn(isHidden: boolean): void {
  const page = globals.document!
  const visibilityState = isHidden ? 'hidden' : 'visible'
  for (const [name, value] of Object.entries({ hidden: isHidden, visibilityState }))
    Object.defineProperty(page, name, { value, configurable: true })
  page.dispatchEvent(new Event('visibilitychange'))
}
