// What runs in the page: bundled, and put into it by the server.
import { rateOf } from '../consumers.ts'
import { clients } from './page-clients.ts'

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
