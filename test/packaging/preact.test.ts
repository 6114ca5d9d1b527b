// millrace/react as it is published, in an app of Preact's: a bundler takes preact/compat for react.
import { join } from 'node:path'
import { build } from 'esbuild'
import { Window } from 'happy-dom'
import { expect, inject, onTestFinished, test, vi } from 'vitest'
import { createTestStream } from '../../src/testing.ts'
import { root } from '../setup/readme-snippets.ts'

const app = `
  import { h, render } from 'preact'
  import { useEventSource } from 'millrace/react'

  function Feed({ url, fetch }) {
    const { data, status } = useEventSource(url, {
      fetch,
      reduce: (text, event) => text + event.data,
      initial: '',
    })
    return h('output', null, status + ': ' + data)
  }
  export const show = (container, props) => render(props && h(Feed, props), container)
`

type Show = (container: unknown, props: { url: string; fetch: unknown } | null) => void

test('Preact renders a stream, another one for another URL, and closes it when it unmounts', async () => {
  const folder = inject('consumer')
  const outfile = join(folder, 'preact.mjs')
  await build({
    stdin: { contents: app, resolveDir: folder },
    outfile,
    bundle: true,
    format: 'esm',
    alias: { react: 'preact/compat' },
    nodePaths: [join(root, 'node_modules')],
    logLevel: 'error',
  })
  const { document } = new Window()
  vi.stubGlobal('document', document)
  onTestFinished(() => void vi.unstubAllGlobals())
  const { show } = (await import(outfile)) as { show: Show }
  const container = document.createElement('div')
  const stream = createTestStream()
  const { fetch } = stream

  show(container, { url: 'https://example.com/a', fetch })
  await stream.send('one ')
  await stream.send('two')
  await expect.poll(() => container.textContent).toBe('open: one two')

  show(container, { url: 'https://example.com/b', fetch })
  await expect.poll(() => container.textContent).toBe('connecting: ')
  await expect.poll(() => stream.requests.length).toBe(2)
  await stream.send('other')
  await expect.poll(() => container.textContent).toBe('open: other')

  show(container, null)
  await expect.poll(() => stream.requests.map(({ isOpen }) => isOpen)).toEqual([false, false])
})
