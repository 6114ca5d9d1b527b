// What runs in a page of components: some in React, under StrictMode, or in Vue, which show the numbers of their events.
import { type ReactNode, StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { createApp, h } from 'vue'
import { useEventSource as useInReact } from '../../src/react.ts'
import { SharedEventSource } from '../../src/shared.ts'
import { useEventSource as useInVue } from '../../src/vue.ts'

const init = {
  source: SharedEventSource,
  reconnect: { delay: 10 },
  reduce: (numbers: number[], { data }: { data: string }) => [...numbers, Number(data)],
  initial: [] as number[],
}

function ReactNumbers({ url }: { url: string }): ReactNode {
  const { data, status } = useInReact(url, init)
  return <p className={status}>{data.join(' ')}</p>
}

const VueNumbers = {
  props: ['url'],
  setup({ url }: { url: string }) {
    const { data, status } = useInVue(url, init)
    return () => h('p', { class: status.value }, data.value.join(' '))
  },
}

/** Mounts so many components with the same stream; returns what unmounts them. */
const mounts = {
  React(root: HTMLElement, url: string, count: number): () => void {
    const app = createRoot(root)
    const all = Array.from({ length: count }, (_, index) => <ReactNumbers key={index} url={url} />)
    app.render(<StrictMode>{all}</StrictMode>)
    return () => app.unmount()
  },
  Vue(root: HTMLElement, url: string, count: number): () => void {
    const all = () => Array.from({ length: count }, () => h(VueNumbers, { url }))
    const app = createApp({ render: all })
    app.mount(root)
    return () => app.unmount()
  },
}

export type Framework = keyof typeof mounts

function mount(framework: Framework, url: string, count: number): () => void {
  const root = document.body.appendChild(document.createElement('section'))
  const unmount = mounts[framework](root, url, count)
  return () => {
    unmount()
    root.remove()
  }
}

/** The latest of these functions is of the module that was evaluated last. */
interface Components {
  mounts: (typeof mount)[]
  unmounts: (() => void)[]
}

declare global {
  var components: Components | undefined
}

const components = (globalThis.components ??= { mounts: [], unmounts: [] })
components.mounts.push(mount)
