import { createEventStore } from '../../../src/store.ts'
import type { Init } from '../../../src/adapters/live-init.ts'
import { type Framework, unmountsOnce } from '../framework.ts'

/** A page without a framework, which shows a store; `more` is what each of its stores gets. */
export function plain(name: string, more: Init = {}): Framework {
  return {
    name,
    mount(url, init) {
      const output = document.createElement('output')
      document.body.append(output)
      let commits = 0
      const show = () => {
        commits++
        output.textContent = String(store.getSnapshot().data)
      }
      const store = createEventStore(url, { ...more, ...init } as Init)
      const unsubscribe = store.subscribe(show)
      show()
      return {
        result: () => store.getSnapshot(),
        text: () => output.textContent,
        commits: () => commits,
        update: (url, init) => store.update(url, { ...more, ...init }),
        unmount: unmountsOnce(() => {
          unsubscribe()
          output.remove()
        }),
      }
    },
  }
}
