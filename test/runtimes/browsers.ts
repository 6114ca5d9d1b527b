import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromiumArgs, findChromium } from '../setup/chromium.ts'
import type { Requirement } from '../setup/requirements.ts'
import { browserPages, contexts } from './browser-pages.ts'
import type { Bundle } from './bundle.ts'
import { type Child, start, versionSaidBy } from './child.ts'
import { type PlaceReport, Reception, reportsOf } from './reception.ts'
import { hasCommand, placesOf, type Runtime } from './runtime.ts'

export interface Browser extends Requirement {
  /** The command that tells the version, and so much of it as is not changed by the system's updates every other week. */
  version: { command: () => [string, ...string[]]; pattern: RegExp }
  /** The command that opens a page; what it keeps is in the folder `profile`. */
  open(url: string, profile: string): [string, ...string[]]
}

/** WebKitGTK's own browser, which Debian keeps out of the way. */
export const miniBrowser = '/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser'

function onDisplay(...args: string[]): [string, ...string[]] {
  return ['xvfb-run', '-a', 'dbus-run-session', '--', miniBrowser, ...args]
}

/** Nothing but the page: no first page, no asking home; and a service worker lives as long as it has something to do. */
const firefoxSettings = {
  'app.update.auto': false,
  'browser.aboutwelcome.enabled': false,
  'browser.shell.checkDefaultBrowser': false,
  'datareporting.policy.dataSubmissionEnabled': false,
  'dom.serviceWorkers.idle_extended_timeout': 600_000,
  'toolkit.telemetry.enabled': false,
}

/** The three engines, as Debian has them. That a page reports by itself spares a driver for each. */
export const engines: Browser[] = [
  {
    name: 'Chromium',
    get: 'apt-get install chromium, or CHROMIUM=path',
    isInstalled: () => findChromium() !== undefined,
    version: { command: () => [findChromium()!, '--version'], pattern: /\d+/ },
    open: (url, profile) => [
      findChromium()!,
      '--headless',
      ...chromiumArgs,
      `--user-data-dir=${profile}`,
      url,
    ],
  },
  {
    name: 'Firefox',
    get: 'apt-get install firefox-esr',
    isInstalled: () => hasCommand('firefox-esr'),
    version: { command: () => ['firefox-esr', '--version'], pattern: /\d+/ },
    open(url, profile) {
      const settings = Object.entries(firefoxSettings).map(
        ([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`,
      )
      writeFileSync(join(profile, 'user.js'), settings.join(''))
      return ['firefox-esr', '--headless', '--no-remote', '--profile', profile, url]
    },
  },
  {
    name: 'WebKitGTK',
    get: 'apt-get install libwebkit2gtk-4.1-0 xvfb xauth dbus',
    isInstalled: () =>
      existsSync(miniBrowser) && hasCommand('xvfb-run') && hasCommand('dbus-run-session'),
    version: { command: () => onDisplay('--version'), pattern: /\d+\.\d+/ },
    open: (url) => onDisplay('--private', url),
  },
]

export const browsers: Runtime[] = engines.map(browserRuntime)

function browserRuntime({ name, get, isInstalled, version, open }: Browser): Runtime {
  const runtime: Runtime = {
    name,
    contexts,
    isInstalled,
    get,
    version: () => versionSaidBy(version.command(), version.pattern),
    run: (bundle, server) => runPages(name, placesOf(runtime), bundle, server, open),
  }
  return runtime
}

/** Runs the suite in the pages and workers of a browser that `open` starts, which report from those places. */
export async function runPages(
  name: string,
  places: string[],
  bundle: Bundle,
  server: string,
  open: Browser['open'],
): Promise<Map<string, PlaceReport>> {
  const pages = browserPages(name, bundle, server)
  const reception = await Reception.open(places, (url) => pages(url))
  const opened = openPage(open, `${reception.origin}/`)
  try {
    return await reportsOf(opened.child, reception)
  } finally {
    opened.forget()
  }
}

/** Opens a page in a browser with a profile of its own, which is to be forgotten when the browser has been stopped. */
export function openPage(open: Browser['open'], url: string): { child: Child; forget(): void } {
  const profile = mkdtempSync(join(tmpdir(), 'millrace-'))
  const env = { HOME: profile, TMPDIR: profile, WEBKIT_DISABLE_COMPOSITING_MODE: '1' }
  const child = start(open(url, profile), { env })
  return { child, forget: () => rmSync(profile, { recursive: true, force: true, maxRetries: 5 }) }
}
