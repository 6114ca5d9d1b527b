import { type ClientRequest, request as httpRequest } from 'node:http'

/** Tells JavaScript of something, as React Native's native side does. */
type Emit = (type: string, args: unknown[]) => void

/** The native module `Networking` of Android, so much of it as an `XMLHttpRequest` of React Native calls, over `node:http`. */
export function nativeNetworking(emit: Emit): object {
  const requests = new Map<number, ClientRequest>()
  return {
    addListener() {},
    removeListeners() {},
    sendRequest(
      method: string,
      url: string,
      id: number,
      headers: [name: string, value: string][],
      data: { string?: string },
      _responseType: string,
      isIncremental: boolean,
    ) {
      const over = (error = '') => emit('didCompleteNetworkResponse', [id, error, false])
      const request = httpRequest(
        url,
        { method, headers: Object.fromEntries(headers), agent: false },
        (response) => {
          emit('didReceiveNetworkResponse', [id, response.statusCode, response.headers, url])
          let text = ''
          response.setEncoding('utf8').on('data', (part: string) => {
            if (isIncremental) emit('didReceiveNetworkIncrementalData', [id, part, part.length, -1])
            else text += part
          })
          response.on('end', () => {
            if (!isIncremental) emit('didReceiveNetworkData', [id, text])
            over()
          })
          response.on('error', ({ message }) => over(message))
        },
      )
      request.on('error', ({ message }) => over(message))
      requests.set(id, request)
      request.end(data.string)
    },
    abortRequest: (id: number) => requests.get(id)?.destroy(),
  }
}
