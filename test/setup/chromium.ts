import { existsSync } from 'node:fs'
import { chromium } from 'playwright'

const installed = ['/usr/bin/chromium', '/usr/bin/google-chrome', '/opt/google/chrome/chrome']

/** The browser to test in: `$CHROMIUM`, else the system's, else Playwright's own; undefined if there is none. */
export function findChromium(): string | undefined {
  const named = process.env['CHROMIUM']
  if (named !== undefined && named !== '') return named
  return [...installed, chromium.executablePath()].find((path) => existsSync(path))
}

/** What makes it run as root and without a display, and ask for nothing by itself. */
export const chromiumArgs: string[] = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]
