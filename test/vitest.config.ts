import { fileURLToPath } from 'node:url'
import { playwright } from '@vitest/browser-playwright'
import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config'
import { findChromium } from './setup/chromium.ts'

export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  test: {
    // A bound for what hangs, not a measure of speed.
    testTimeout: 30_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'node',
          include: ['test/{stream,session,faces,integration}/**/*.test.ts'],
          pool: 'forks',
        },
      },
      {
        extends: true,
        test: {
          name: 'happy-dom',
          include: ['test/adapters/**/*.test.{ts,tsx}'],
          environment: 'happy-dom',
        },
      },
      {
        // The same tests with the oldest React there is a promise for.
        extends: true,
        resolve: {
          alias: [
            { find: /^react(?=$|\/)/, replacement: 'react18' },
            { find: /^react-dom(?=$|\/)/, replacement: 'react-dom18' },
          ],
        },
        test: {
          name: 'react-18',
          include: ['test/adapters/react/**/*.test.{ts,tsx}'],
          environment: 'happy-dom',
          setupFiles: 'test/setup/react-18.ts',
        },
      },
      {
        extends: true,
        test: {
          name: 'packaging',
          include: ['test/packaging/**/*.test.ts'],
          globalSetup: 'test/setup/pack.ts',
          testTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'types',
          include: [],
          typecheck: {
            enabled: true,
            only: true,
            include: ['test/types/**/*.test-d.ts'],
            tsconfig: 'test/types/tsconfig.json',
          },
        },
      },
      ...inChromium(findChromium()),
    ],
  },
})

function inChromium(executablePath: string | undefined): TestProjectInlineConfiguration[] {
  if (executablePath === undefined) return []
  const args = [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ]
  return [
    {
      extends: true,
      test: {
        name: 'chromium',
        include: ['test/browser/**/*.test.ts'],
        globalSetup: 'test/setup/browser-server.ts',
        browser: {
          enabled: true,
          headless: true,
          screenshotFailures: false,
          provider: playwright({ launchOptions: { executablePath, args } }),
          instances: [{ browser: 'chromium' }],
        },
      },
    },
  ]
}
