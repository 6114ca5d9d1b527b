import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { svelte } from '@sveltejs/vite-plugin-svelte'
import vue from '@vitejs/plugin-vue'
import { playwright } from '@vitest/browser-playwright'
import { msw } from 'msw/vite'
import solid from 'vite-plugin-solid'
import { defaultClientConditions } from 'vite'
import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config'
import { chromiumArgs, findChromium } from './setup/chromium.ts'

const sources = fileURLToPath(new URL('../src', import.meta.url))

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
          include: [
            'test/{stream,format,session,faces,compat,docs,integration,testing,shared,xhr}/**/*.test.ts',
            'test/{chaos,hostile,model,soak,storm}/**/*.test.ts',
          ],
          pool: 'forks',
        },
      },
      {
        extends: true,
        plugins: [vue()],
        resolve: {
          alias: [{ find: /^millrace\/(\w+)$/, replacement: join(sources, '$1.ts') }],
        },
        test: {
          name: 'happy-dom',
          include: ['test/adapters/**/*.test.{ts,tsx}'],
          // These want another compiler, or another environment, each: below.
          exclude: ['test/adapters/{svelte,solid,angular}/**'],
          environment: 'happy-dom',
        },
      },
      {
        extends: true,
        plugins: [svelte({ configFile: false })],
        resolve: { conditions: ['browser', ...defaultClientConditions] },
        test: {
          name: 'svelte',
          include: ['test/adapters/svelte/**/*.test.ts'],
          environment: 'happy-dom',
        },
      },
      {
        extends: true,
        test: {
          name: 'angular',
          include: ['test/adapters/angular/**/*.test.ts'],
          environment: 'happy-dom',
        },
      },
      {
        extends: true,
        plugins: [solid()],
        test: {
          name: 'solid',
          include: ['test/adapters/solid/**/*.test.{ts,tsx}'],
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
          include: ['test/{packaging,apps,cli}/**/*.test.ts'],
          globalSetup: 'test/setup/pack.ts',
          testTimeout: 60_000,
        },
      },
      {
        // That the benchmarks run; what they find is no test.
        extends: true,
        test: {
          name: 'bench',
          include: ['test/{bench,compare}/*.test.ts'],
          testTimeout: 120_000,
        },
      },
      {
        // Other people's packages, with this one: the guides and recipes of examples/migrate and examples/works-with.
        extends: true,
        test: {
          name: 'guides',
          include: ['test/guides/**/*.test.ts'],
          globalSetup: 'test/setup/installed-examples.ts',
          testTimeout: 60_000,
          expect: { poll: { timeout: 20_000 } },
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
  return [
    {
      extends: true,
      // The service worker of msw.
      plugins: [msw({ mode: 'worker-only' })],
      // What Vue wants its bundler to say.
      define: {
        __VUE_OPTIONS_API__: true,
        __VUE_PROD_DEVTOOLS__: false,
        __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: false,
      },
      test: {
        name: 'chromium',
        include: ['test/browser/**/*.test.{ts,tsx}'],
        globalSetup: 'test/setup/browser-server.ts',
        browser: {
          enabled: true,
          headless: true,
          screenshotFailures: false,
          provider: playwright({ launchOptions: { executablePath, args: chromiumArgs } }),
          instances: [{ browser: 'chromium' }],
        },
      },
    },
    {
      // Several pages that share a connection.
      extends: true,
      test: {
        name: 'tabs',
        include: ['test/tabs/**/*.test.ts'],
        testTimeout: 60_000,
      },
    },
    {
      // The examples: built, served and used.
      extends: true,
      test: {
        name: 'examples',
        include: ['test/examples/**/*.test.ts'],
        globalSetup: 'test/setup/build.ts',
        testTimeout: 60_000,
        expect: { poll: { timeout: 20_000 } },
      },
    },
  ]
}
