// GrowthBook's streaming, in Node and with headers: feature flags that change while the program runs.
import { GrowthBook, setPolyfills } from '@growthbook/growthbook'
import { FetchEventSource } from 'millrace'

setPolyfills({ EventSource: FetchEventSource })

export async function connect(apiHost: string, authorization: string): Promise<GrowthBook> {
  const growthbook = new GrowthBook({
    apiHost,
    clientKey: 'sdk-key',
    streamingHostRequestHeaders: { authorization },
  })
  await growthbook.init({ streaming: true })
  return growthbook
}
