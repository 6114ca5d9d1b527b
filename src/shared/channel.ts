import { decode, encode, type Message } from './messages.ts'
import { openChannel } from './tabs.ts'

/** The channel by which the hubs of a connection speak; what is no message of theirs is not heard. */
export class Channel {
  readonly #name: string
  readonly #channel: BroadcastChannel

  constructor(name: string, receive: (message: Message) => void) {
    this.#name = name
    this.#channel = openChannel(name)
    this.#channel.addEventListener('message', ({ data }) => {
      const message = decode(data)
      if (message) receive(message)
    })
  }

  post(message: Message): void {
    post(this.#channel, message)
  }

  /** By another channel of the same name: one does not hear itself. */
  postAloud(message: Message): void {
    const channel = openChannel(this.#name)
    post(channel, message)
    channel.close()
  }

  close(): void {
    this.#channel.close()
  }
}

function post(channel: BroadcastChannel, message: Message): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- that is for windows
  channel.postMessage(encode(message))
}
