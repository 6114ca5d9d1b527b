import { EventEmitter } from 'node:events'

export interface Post {
  id: number
  channel: string
  data: string
}

const INTERVAL = 150
const REMEMBERED = 2000

const said: Record<string, (number: number) => string> = {
  alerts: (number) => `Disk ${number % 4} is ${80 + (number % 20)} % full`,
  builds: (number) => `Build ${number} ${number % 5 === 0 ? 'failed' : 'passed'}`,
  chat: (number) => `${number % 2 ? 'Ada' : 'Ben'}: line ${number}`,
  news: (number) => `Headline number ${number}`,
  prices: (number) => `${(100 + 5 * Math.sin(number / 3)).toFixed(2)} €`,
  traffic: (number) => `${400 + ((number * 37) % 200)} cars an hour`,
  weather: (number) => `${(15 + 4 * Math.cos(number / 5)).toFixed(1)} °C`,
}

export const channels = Object.keys(said)

/** Says something in one channel after the other. Emits `post`. */
export class Feed extends EventEmitter<{ post: [Post] }> {
  readonly #log: Post[] = []
  /** By the clock, so that what a server before this one gave is older than all of this one's. */
  lastId = Date.now()

  start(): void {
    let count = 0
    setInterval(() => {
      const channel = channels[count % channels.length]!
      const number = Math.floor(count++ / channels.length) + 1
      const post = { id: ++this.lastId, channel, data: said[channel]!(number) }
      this.#log.push(post)
      if (this.#log.length > REMEMBERED) this.#log.shift()
      this.emit('post', post)
    }, INTERVAL)
  }

  /** What was said in those channels after that post. */
  after(id: number, channels: Set<string>): Post[] {
    return this.#log.filter((post) => post.id > id && channels.has(post.channel))
  }
}
