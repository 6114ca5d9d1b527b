import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { browserPages } from '../../runtimes/browser-pages.ts'
import { miniBrowser } from '../../runtimes/browsers.ts'
import type { Bundle } from '../../runtimes/bundle.ts'
import { start } from '../../runtimes/child.ts'
import { type PlaceReport, Reception } from '../../runtimes/reception.ts'
import { hasCommand } from '../../runtimes/runtime.ts'
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
  const pages = browserPages(name, bundle, server)
  const place = `${name}, window`
  const reception = await Reception.open([place], (url) => pages(url))
  const profile = mkdtempSync(join(tmpdir(), 'millrace-'))
  const env = { HOME: profile, TMPDIR: profile, WEBKIT_DISABLE_COMPOSITING_MODE: '1' }
  const command = commands[name]!(profile, 'about:blank', `${reception.origin}/`)
  const child = start(command, { env })
  void child.over.then((said) => reception.giveUp(said))
  try {
    return (await reception.reports).get(place)!
  } finally {
    await child.stop()
    reception.close()
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 })
  }
}
