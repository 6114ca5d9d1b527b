// What runs in the page: bundled, and put into it by the server.
import * as millrace from '../../../src/index.ts'
import {
  type Client,
  eventSourceClient,
  facesOf,
  NATIVE,
  NATIVE_WEBSOCKET,
  peers,
  webSocketClient,
} from '../clients.ts'
import { rateOf } from '../consumers.ts'

const clients: Record<string, Client> = {
  ...peers,
  ...facesOf(millrace),
  [NATIVE]: eventSourceClient(EventSource),
  [NATIVE_WEBSOCKET]: webSocketClient(WebSocket),
}

/** As `rateOf`, of the client of that name. */
export type Measure = (
  name: string,
  url: string,
  events: number,
  seconds: number,
) => Promise<number>

const measure: Measure = async (name, url, events, seconds) =>
  (await rateOf(clients[name]!, url, events, seconds)).rate
Object.assign(globalThis, { measure })
