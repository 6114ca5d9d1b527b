import puppeteer from 'puppeteer-core'
import { hasCommand } from '../runtimes/runtime.ts'
import type { Engine, EnginePage } from './engine.ts'

/** By WebDriver BiDi, which needs no driver besides. */
export const firefox: Engine = {
  name: 'Firefox',
  get: 'apt-get install firefox-esr',
  isInstalled: () => hasCommand('firefox-esr'),
  // Firefox (153) keeps none that has a request, or holds a lock or waits for one, be it that `pagehide` lets go of them.
  keepsPages: false,
  async start() {
    const browser = await puppeteer.launch({
      browser: 'firefox',
      executablePath: '/usr/bin/firefox-esr',
      // Puppeteer turns the back/forward cache off.
      extraPrefsFirefox: {
        'app.update.auto': false,
        'toolkit.telemetry.enabled': false,
        'fission.bfcacheInParent': true,
      },
    })
    return {
      // Its types know functions of handles too.
      newPage: () => browser.newPage() as Promise<EnginePage>,
      close: () => browser.close(),
    }
  },
}
