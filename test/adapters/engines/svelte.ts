import { flushSync, mount, unmount } from 'svelte'
import { type Framework, Screen } from './component.ts'
import Shown from './shown.svelte'

export const svelte: Framework = {
  name: 'Svelte',

  mount(url, init) {
    const screen = new Screen()
    let commits = 0
    const rendered = (text: string) => (commits++, text)
    const props = { first: { url, init }, rendered }
    const component = mount(Shown, { target: screen.container, props })
    flushSync()
    return {
      screen,
      commits: () => commits,
      update(url, next = init) {
        component['update']({ url, init: next })
        flushSync()
      },
      unmount() {
        void unmount(component)
        screen.remove()
      },
    }
  },
}
