import { type ClientRequest, request as httpRequest } from 'node:http'

/**
 * An `XMLHttpRequest` that behaves as React Native's (0.8x) does, over `node:http`: text is handed on as it arrives only where
 * `onreadystatechange` or `onprogress` is set when the request is sent; every part of it is a state 3 again, with `onprogress`
 * after it; an error tells nothing; there is no `overrideMimeType`, and cookies go along unless one says otherwise.
 */
export class NativeXhr {
  readonly UNSENT = 0
  readonly OPENED = 1
  readonly HEADERS_RECEIVED = 2
  readonly LOADING = 3
  readonly DONE = 4
  readyState = 0
  status = 0
  responseURL: string | undefined
  responseText = ''
  withCredentials = true
  onreadystatechange: (() => void) | undefined
  onprogress: ((event: { loaded: number; total: number }) => void) | undefined
  onload: (() => void) | undefined
  onerror: (() => void) | undefined
  ontimeout: (() => void) | undefined
  onabort: (() => void) | undefined

  #method = 'GET'
  #url = ''
  readonly #headers: Record<string, string> = {}
  #responseHeaders: [name: string, value: string][] = []
  #request: ClientRequest | undefined
  #isOver = false

  open(method: string, url: string): void {
    this.#method = method
    this.#url = url
    this.#enter(this.OPENED)
  }

  setRequestHeader(name: string, value: string): void {
    this.#headers[name.toLowerCase()] = value
  }

  getAllResponseHeaders(): string {
    return this.#responseHeaders.map(([name, value]) => `${name}: ${value}`).join('\r\n')
  }

  send(body: string | Uint8Array | null): void {
    const isIncremental = Boolean(this.onreadystatechange ?? this.onprogress)
    this.#ask(this.#url, this.#method, body, isIncremental, 20)
  }

  abort(): void {
    this.#request?.destroy()
    if (this.#isOver || this.readyState === this.UNSENT) return
    this.#isOver = true
    if (this.readyState > this.OPENED || this.#request) {
      this.#enter(this.DONE)
      this.onabort?.()
    }
    this.readyState = this.UNSENT
  }

  #ask(
    url: string,
    method: string,
    body: string | Uint8Array | null,
    isIncremental: boolean,
    redirects: number,
  ): void {
    let request: ClientRequest
    try {
      request = httpRequest(url, { method, headers: this.#headers, agent: false })
    } catch {
      return void setImmediate(() => this.#fail())
    }
    this.#request = request
    request.on('error', () => this.#fail())
    request.on('response', (response) => {
      const { location } = response.headers
      const { statusCode = 0 } = response
      if ([301, 302, 303, 307, 308].includes(statusCode) && location) {
        response.destroy()
        if (redirects === 0) return this.#fail()
        const isPost = method === 'POST' && [301, 302, 303].includes(statusCode)
        const next = new URL(location, url)
        next.hash ||= new URL(url).hash
        return this.#ask(
          next.href,
          isPost ? 'GET' : method,
          isPost ? null : body,
          isIncremental,
          redirects - 1,
        )
      }
      this.status = statusCode
      this.responseURL = url.replace(/#.*/, '')
      const { rawHeaders } = response
      for (let index = 0; index < rawHeaders.length; index += 2)
        this.#responseHeaders.push([rawHeaders[index]!, rawHeaders[index + 1]!])
      this.#enter(this.HEADERS_RECEIVED)
      const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
      let loaded = 0
      let rest = ''
      response.on('data', (bytes: Buffer) => {
        if (this.#isOver) return
        loaded += bytes.length
        const text = decoder.decode(bytes, { stream: true })
        if (!isIncremental) return void (rest += text)
        this.responseText += text
        this.#enter(this.LOADING)
        this.onprogress?.({ loaded, total: -1 })
      })
      response.on('error', () => this.#fail())
      response.on('end', () => {
        if (this.#isOver) return
        this.#isOver = true
        this.responseText += rest + decoder.decode()
        this.#enter(this.DONE)
        this.onload?.()
      })
    })
    request.end(body)
  }

  #enter(state: number): void {
    this.readyState = state
    this.onreadystatechange?.()
  }

  #fail(): void {
    if (this.#isOver) return
    this.#isOver = true
    this.status = 0
    this.#enter(this.DONE)
    this.onerror?.()
  }
}
