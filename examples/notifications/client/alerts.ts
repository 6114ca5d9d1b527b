import type { Notification as Inboxed } from './inbox.ts'

const SHOWN_FOR = 6000

/** What may be asked of the system: nothing where it cannot, or where the user has decided. */
export function canAsk(): boolean {
  return 'Notification' in globalThis && Notification.permission === 'default'
}

/** Only ever in answer to a click: browsers ignore, or hold against a page, what asks by itself. */
export async function ask(): Promise<void> {
  await Notification.requestPermission()
}

/** A toast on the page; while it is hidden, and if the user allows, the system's notification. */
export function alertOf(toasts: HTMLElement, { number, from, text }: Inboxed): void {
  const isAllowed = 'Notification' in globalThis && Notification.permission === 'granted'
  if (document.hidden && isAllowed) {
    // Of several tabs with the same tag, the system shows one.
    const shown = new Notification(from, { body: text, tag: `notification ${number}` })
    shown.onclick = () => window.focus()
    return
  }
  const toast = document.createElement('p')
  const name = document.createElement('strong')
  name.textContent = from
  toast.append(name, ` ${text}`)
  toasts.append(toast)
  setTimeout(() => toast.remove(), SHOWN_FOR)
}
