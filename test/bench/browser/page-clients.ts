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

/** Every client that a page can have. */
export const clients: Record<string, Client> = {
  ...peers,
  ...facesOf(millrace),
  [NATIVE]: eventSourceClient(EventSource),
  [NATIVE_WEBSOCKET]: webSocketClient(WebSocket),
}
