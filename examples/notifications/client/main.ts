import { alertOf, ask, canAsk } from './alerts.ts'
import type { Notification } from './inbox.ts'
import { subscribe } from './subscription.ts'
import { authorizing } from './token.ts'

const find = <Found extends Element>(selector: string) => document.querySelector<Found>(selector)!

// Who one is, is in the URL: a second tab may be someone else.
const user = new URLSearchParams(location.search).get('user') ?? 'Ada'
const authorize = authorizing(user)

async function send(method: string, path: string, body?: object): Promise<void> {
  const once = async (status?: number) => {
    const headers = await authorize(status === 401 ? { error: { status } as never } : undefined)
    return fetch(path, {
      method,
      headers: { ...headers, 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    })
  }
  const { status } = await once()
  if (status === 401) await once(status)
}

function rowOf({ number, from, text, isRead }: Notification): HTMLElement {
  const row = document.createElement('li')
  row.classList.toggle('unread', !isRead)
  const name = document.createElement('strong')
  name.textContent = from
  const words = document.createElement('span')
  words.textContent = text
  row.append(name, words)
  if (!isRead) {
    const button = document.createElement('button')
    button.textContent = 'Mark read'
    button.onclick = () => void send('PUT', `/api/notifications/${number}/read`)
    row.append(button)
  }
  return row
}

function show(notifications: Notification[]): void {
  const unread = notifications.filter(({ isRead }) => !isRead).length
  find('#unread').textContent = String(unread)
  find('#unread').classList.toggle('none', unread === 0)
  document.title = unread > 0 ? `(${unread}) Notifications` : 'Notifications'
  find('#list').replaceChildren(...notifications.toReversed().map(rowOf))
}

function offerToAsk(): void {
  find<HTMLElement>('#ask').hidden = !canAsk()
}

find('#user').textContent = user
find<HTMLAnchorElement>('#other').href = user === 'Ada' ? '?user=Ben' : '?user=Ada'
find('#other').textContent = user === 'Ada' ? 'Open Ben’s page' : 'Open Ada’s page'
find<HTMLButtonElement>('#ask').onclick = () => void ask().then(offerToAsk)
find<HTMLButtonElement>('#expire').onclick = () => void send('POST', '/api/token/expire')
find<HTMLFormElement>('form').onsubmit = (event) => {
  event.preventDefault()
  const form = event.target as HTMLFormElement
  const { to, text } = Object.fromEntries(new FormData(form))
  void send('POST', '/api/notifications', { to, text })
  form.reset()
}

offerToAsk()
subscribe(user, authorize, {
  changed: show,
  arrived: (notification) => alertOf(find('#toasts'), notification),
  state(name, detail) {
    find('output').className = `state ${name}`
    find('output').textContent = name
    find('#detail').textContent = detail
  },
})
