import { FetchEventSource } from 'millrace'
import type { TickerEvents } from './tick.ts'

const element = (selector: string) => document.querySelector<HTMLElement>(selector)!
const [state, time, clients] = [element('output'), element('#time'), element('#clients')]
const [toggle, problem] = [element('#toggle'), element('#error')]

let source = listen()
toggle.onclick = async () => {
  if (source.readyState === source.CLOSED) {
    source = listen()
    return
  }
  source.close()
  show('closed')
  await watchClients()
}

function listen(): FetchEventSource<TickerEvents> {
  const source = new FetchEventSource<TickerEvents>('/time', {
    parse: (data) => JSON.parse(data),
    // The server ticks: a connection without a tick for so long is dead, even if no one has closed it.
    eventTimeout: 10_000,
  })
  show('connecting')
  source.onopen = () => {
    show('live')
    problem.textContent = ''
  }
  source.onerror = ({ error, reconnectIn }) => {
    show(reconnectIn === null ? 'closed' : 'connecting')
    problem.textContent = error?.message ?? ''
  }
  source.addEventListener('tick', ({ data }) => {
    time.className = ''
    time.textContent = new Date(data.time).toLocaleTimeString()
    clients.textContent = String(data.clients)
  })
  return source
}

function show(name: 'connecting' | 'live' | 'closed'): void {
  state.textContent = name
  state.className = `state ${name}`
  toggle.textContent = name === 'closed' ? 'Open' : 'Close'
}

/** While this page listens to nothing, it has to ask: the server notices within milliseconds that it is gone. */
async function watchClients(): Promise<void> {
  while (source.readyState === source.CLOSED) {
    clients.textContent = await (await fetch('/clients')).text()
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
}
