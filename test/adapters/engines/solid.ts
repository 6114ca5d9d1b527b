import { createSignal } from 'solid-js'
import { insert, render } from 'solid-js/web'
import { useEventSource } from '../../../src/solid.ts'
import { type Framework, Screen, shown, text } from './component.ts'

export const solid: Framework = {
  name: 'Solid',

  mount(url, init) {
    const screen = new Screen()
    const [given, setGiven] = createSignal({ url, init })
    let commits = 0
    const dispose = render(() => {
      const { readyState, data, status, error } = useEventSource(
        () => given().url,
        () => ({ ...given().init, ...text, parse: undefined }),
      )
      // What the compiler makes of `<p>{…}</p>`.
      const output = document.createElement('p')
      insert(output, () => {
        commits++
        return shown({ readyState: readyState(), data: data(), status: status(), error: error() })
      })
      return output
    }, screen.container)
    return {
      screen,
      commits: () => commits,
      update: (url, next = init) => void setGiven({ url, init: next }),
      unmount() {
        dispose()
        screen.remove()
      },
    }
  },
}
