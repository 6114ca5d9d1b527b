import { createEffect, createSignal } from 'solid-js'
import { insert, render } from 'solid-js/web'
import { useEventSource } from '../../../src/solid.ts'
import { type Framework, type Result, unmountsOnce } from '../framework.ts'

export const solid: Framework = {
  name: 'Solid',

  mount(url, init) {
    const container = document.createElement('div')
    document.body.append(container)
    const [given, setGiven] = createSignal({ url, init })
    let source!: ReturnType<typeof useEventSource>
    let commits = 0
    // What the compiler makes of `<output>{String(source.data())}</output>`.
    const dispose = render(() => {
      source = useEventSource(
        () => given().url,
        () => ({ ...given().init }),
      )
      const output = document.createElement('output')
      insert(output, () => String(source.data()))
      createEffect(() => {
        source.data()
        commits++
      })
      return output
    }, container)
    return {
      result: (): Result => ({
        status: source.status(),
        event: source.event(),
        data: source.data(),
        error: source.error(),
        readyState: source.readyState(),
        lastEventId: source.lastEventId(),
        close: source.close,
        reconnect: source.reconnect,
      }),
      text: () => container.textContent,
      commits: () => commits,
      update: (url, init) => void setGiven({ url, init }),
      unmount: unmountsOnce(() => {
        dispose()
        container.remove()
      }),
    }
  },
}
