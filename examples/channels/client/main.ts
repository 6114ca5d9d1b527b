import { FetchEventSource } from 'millrace'
import { Channels, type Listener, type Shape } from './channels.ts'

/** A way to have channels. */
interface Way {
  subscribe(channel: string, listener: Listener): () => void
  close(): void
}

const find = <Found extends Element>(selector: string) => document.querySelector<Found>(selector)!

const about = await fetch('/api/channels')
const { channels, addresses } = (await about.json()) as { channels: string[]; addresses: string[] }

const sockets = new Set<number>()
let streams = 0

function opened({ socket }: { socket: number }): void {
  sockets.add(socket)
  streams++
  find('#streams').textContent = String(streams)
  find('#sockets').textContent = String(sockets.size)
}

/** What it is in place of: a connection a channel. */
function connectionEach(): Way {
  const sources = new Set<FetchEventSource>()
  return {
    subscribe(channel, listener) {
      const source = new FetchEventSource(`/api/channels/${channel}`)
      sources.add(source)
      source.addEventListener('connection', ({ data }) => opened(JSON.parse(data)))
      source.onmessage = ({ data }) => listener((JSON.parse(data) as { data: string }).data)
      return () => source.close()
    },
    close: () => sources.forEach((source) => source.close()),
  }
}

let end = () => {}

/** Begins anew, with all channels, in one of the three ways. */
function begin(name: string): void {
  end()
  sockets.clear()
  streams = 0
  const way = name === 'each' ? connectionEach() : new Channels(name as Shape, opened)
  end = () => way.close()
  find('#channels').replaceChildren(...channels.map((channel) => cardOf(channel, way)))
}

function cardOf(channel: string, way: Way): HTMLElement {
  const card = find<HTMLTemplateElement>('#card').content.cloneNode(true) as HTMLElement
  const section = card.querySelector('section')!
  const part = (selector: string) => section.querySelector<HTMLElement>(selector)!
  const box = section.querySelector('input')!
  section.id = channel
  part('h2').textContent = channel
  box.ariaLabel = channel
  let count = 0
  let leave: (() => void) | undefined
  const set = (isWanted: boolean) => {
    leave?.()
    leave = isWanted
      ? way.subscribe(channel, (text) => {
          part('.text').textContent = text
          part('.count').textContent = String(++count)
        })
      : undefined
    section.classList.toggle('off', !isWanted)
  }
  box.onchange = () => set(box.checked)
  set(true)
  return section
}

find('#protocol').textContent =
  performance.getEntriesByType('navigation')[0]!.toJSON().nextHopProtocol === 'h2'
    ? 'HTTP/2'
    : 'HTTP/1.1'
const other = addresses.find((address) => address !== location.origin)!
find<HTMLAnchorElement>('#other').href = other
find('#other').textContent = other.startsWith('https') ? 'The same over HTTP/2' : 'Over HTTP/1.1'
find<HTMLSelectElement>('select').onchange = (event) =>
  begin((event.target as HTMLSelectElement).value)
find<HTMLButtonElement>('#cut').onclick = () => void fetch('/api/cut', { method: 'POST' })
begin('envelope')
