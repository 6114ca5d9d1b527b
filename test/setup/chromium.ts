import { existsSync } from 'node:fs'
import { chromium } from 'playwright'

const installed = ['/usr/bin/chromium', '/usr/bin/google-chrome', '/opt/google/chrome/chrome']

/** The browser to test in: `$CHROMIUM`, else the system's, else Playwright's own; undefined if there is none. */
export function findChromium(): string | undefined {
  const named = process.env['CHROMIUM']
  if (named !== undefined && named !== '') return named
  return [...installed, chromium.executablePath()].find((path) => existsSync(path))
}
