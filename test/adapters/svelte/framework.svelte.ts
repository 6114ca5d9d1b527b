import { flushSync, mount, unmount } from 'svelte'
import { VERSION } from 'svelte/compiler'
import { type Framework, type Result, unmountsOnce } from '../framework.ts'
import Shown from './shown.svelte'

export const svelte: Framework = {
  name: `Svelte ${VERSION}`,

  mount(url, init) {
    const container = document.createElement('div')
    document.body.append(container)
    let given = $state.raw({ url, init })
    let result!: Result
    let commits = 0
    const component = mount(Shown, {
      target: container,
      props: {
        get given() {
          return given
        },
        use: (source: Result) => (result = source),
        committed: () => commits++,
      },
    })
    flushSync()
    return {
      result: () => ({ ...result }),
      text: () => container.textContent,
      commits: () => commits,
      update(url, init) {
        given = { url, init }
        flushSync()
      },
      unmount: unmountsOnce(() => {
        void unmount(component)
        container.remove()
      }),
    }
  },
}
