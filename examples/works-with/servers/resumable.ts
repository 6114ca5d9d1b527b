import { getRequestListener } from '@hono/node-server'
import {
  createResumableStreamContext,
  type Publisher,
  type Subscriber,
} from 'resumable-stream/generic'
import { answer } from '../resumable-stream.ts'

/** In the place of Redis, for one process. */
function createContext() {
  const values = new Map<string, string>()
  const callbacks = new Map<string, (message: string) => void>()
  const publisher: Publisher = {
    connect: async () => {},
    publish: async (channel, message) => callbacks.get(channel)?.(message),
    set: async (key, value) => values.set(key, value),
    get: async (key) => values.get(key) ?? null,
    async incr(key) {
      const value = Number(values.get(key) ?? 0)
      if (Number.isNaN(value)) throw new Error('ERR value is not an integer or out of range')
      values.set(key, String(value + 1))
      return value + 1
    },
  }
  const subscriber: Subscriber = {
    connect: async () => {},
    subscribe: async (channel, callback) => void callbacks.set(channel, callback),
    unsubscribe: async (channel) => callbacks.delete(channel),
  }
  return createResumableStreamContext({ waitUntil: null, publisher, subscriber })
}

export function createListener(makeText: () => AsyncIterable<string>) {
  const context = createContext()
  return getRequestListener((request) => answer(context, request, makeText))
}
