import { miniBrowser, runPages } from '../../runtimes/browsers.ts'
import type { Bundle } from '../../runtimes/bundle.ts'
import type { PlaceReport } from '../../runtimes/reception.ts'
import { hasCommand, placeName } from '../../runtimes/runtime.ts'
import { chromiumArgs, findChromium } from '../../setup/chromium.ts'

type Command = [string, ...string[]]

/** What opens two tabs, of which the first is shown. Chromium, without a display, takes but one. */
const commands: Record<string, (profile: string, ...urls: [string, string]) => Command> = {
  Chromium: (profile, ...urls) => {
    const options = [...chromiumArgs, `--user-data-dir=${profile}`]
    return ['xvfb-run', '-a', findChromium()!, ...options, ...urls]
  },
  Firefox: (profile, ...urls) => {
    return ['firefox-esr', '--headless', '--no-remote', '--profile', profile, ...urls]
  },
  WebKitGTK: (_, ...urls) => {
    return ['xvfb-run', '-a', 'dbus-run-session', '--', miniBrowser, '--private', ...urls]
  },
}

/** Whether there is one for browsers that will not do without. */
export const hasDisplay: boolean = hasCommand('xvfb-run')

/** Runs the suite in a tab behind another one, where a page is hidden and has no frames. */
export async function runInBackground(
  name: string,
  bundle: Bundle,
  server: string,
): Promise<PlaceReport> {
  const place = placeName(name, 'window')
  const open = (url: string, profile: string) => commands[name]!(profile, 'about:blank', url)
  return (await runPages(name, [place], bundle, server, open)).get(place)!
}
