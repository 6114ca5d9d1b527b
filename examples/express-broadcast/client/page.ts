import { FetchEventSource } from 'millrace'

/** The types of `event.data`, by event type. */
interface BroadcastEvents {
  hello: { instance: number }
  clients: { count: number }
  ping: { at: string }
  message: { text: string }
}

const element = (selector: string) => document.querySelector<HTMLElement>(selector)!
const state = element('output')
let heartbeats = 0

const source = new FetchEventSource<BroadcastEvents>('/events', {
  parse: (data) => JSON.parse(data),
  // The server sends something every 30 seconds: a connection that is silent for longer is dead.
  idleTimeout: 45_000,
  // Between two instances there may be none, or a proxy that says so.
  reconnect: { statuses: 'transient' },
  onComment() {
    element('#heartbeats').textContent = String(++heartbeats)
  },
  trace(record) {
    if (record.type === 'retry') note(`the server says: come back after ${record.milliseconds} ms`)
    if (record.type === 'waiting') note(`waits ${Math.round(record.milliseconds)} ms`)
  },
})
show('connecting')
source.onopen = () => {
  show('live')
  note('open')
}
source.onerror = ({ error }) => {
  show('connecting')
  note(error?.message ?? 'the server has sent an event of the type error')
}
source.addEventListener('hello', ({ data }) => {
  element('#instance').textContent = String(data.instance)
})
source.addEventListener('clients', ({ data }) => {
  element('#clients').textContent = String(data.count)
})
source.addEventListener('ping', ({ data }) => {
  element('#ping').textContent = new Date(data.at).toLocaleTimeString()
})
source.onmessage = ({ data }) => add('#messages', data.text)

element('form').onsubmit = async (event) => {
  event.preventDefault()
  const form = event.target as HTMLFormElement
  const text = String(new FormData(form).get('text'))
  form.reset()
  await fetch('/messages', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ text }),
  })
}
element('#restart').onclick = () => fetch('/restart', { method: 'POST' })

function show(name: 'connecting' | 'live'): void {
  state.textContent = name
  state.className = `state ${name}`
}

function note(text: string): void {
  add('#connection', text)
}

function add(list: string, text: string): void {
  const item = document.createElement('li')
  item.textContent = text
  element(list).prepend(item)
}
