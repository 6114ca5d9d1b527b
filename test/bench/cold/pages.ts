import { withPages } from '../browser/pages.ts'
import { interleave, type Series } from '../rounds.ts'

/** The same in pages of Chromium, each loaded anew before it opens its first source; `undefined` if there is no Chromium. */
export function openInPages(
  names: string[],
  rounds: number,
): Promise<Map<string, { wall: Series }> | undefined> {
  return withPages(names, (ask, origin, reload) =>
    interleave(names, rounds, async (name) => {
      await reload(name)
      // One event of one stream: its rate is one over the time.
      return { wall: 1000 / (await ask(name, `${origin}/blast?events=1`, 1, 0)) }
    }),
  )
}
