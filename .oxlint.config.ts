import { defineConfig, type OxlintOverride } from 'oxlint'

/** `files` may import what matches `allowed`, and nothing else. */
function importsOnly(files: string, message: string, ...allowed: string[]): OxlintOverride {
  const group = ['*', ...allowed.map((path) => `!${path}`)]
  return {
    files: [files],
    rules: { 'no-restricted-imports': ['error', { patterns: [{ group, message }] }] },
  }
}

const arrows = 'stream ← session ← faces ← adapters: a folder imports from the ones left of it.'
const frameworks = ['react', 'vue', 'svelte', 'svelte/*', '@angular/core', 'solid-js']
const base = ['./*', '../errors.ts', '../platform/*', '../stream/*']

/** Where each global is read; nowhere else in `src`. Without a name: all of them. */
const homes: Record<string, string> = {
  'src/platform/**': '',
  'src/adapters/polyfill.ts': 'globalThis',
  'src/compat/**': 'fetch',
  'src/session/connection.ts': 'fetch AbortController',
  'src/session/request.ts': 'Headers Request',
  'src/session/url.ts': 'URL URLSearchParams',
  'src/session/error-body.ts': 'TextDecoder TextEncoder',
  'src/stream/utf8.ts': 'TextDecoder',
  'src/stream/parser-stream.ts': 'TransformStream globalThis',
  'src/shared/tabs.ts': 'globalThis TextEncoder BroadcastChannel',
  'src/shared/lock.ts': 'AbortController',
  'src/xhr/**': 'XMLHttpRequest Headers',
  'src/format/**': 'AbortController TextEncoder ReadableStream',
  'src/recording/**': 'TextDecoder TextEncoder',
  'src/cli/**': '',
  'src/testing/**': 'fetch Headers Request Response ReadableStream URL TextDecoder TextEncoder',
}

const globals = `
  fetch setTimeout clearTimeout setInterval clearInterval queueMicrotask performance reportError
  document window self globalThis location navigator process console
  Event EventTarget MessageEvent CustomEvent DOMException AbortController AbortSignal
  Headers Request Response URL URLSearchParams TextDecoder TextEncoder ReadableStream TransformStream
  Blob MessageChannel BroadcastChannel XMLHttpRequest EventSource
`
  .trim()
  .split(/\s+/)

const chance = [
  { object: 'Math', property: 'random', message: 'Only src/platform reads chance.' },
  { object: 'Date', property: 'now', message: 'Only src/platform reads clocks.' },
]

/** `files` may read the globals of their home, and no others. */
function readsOnly(files: string, allowed: string): OxlintOverride {
  if (allowed === '')
    return {
      files: [files],
      rules: { 'no-restricted-globals': 'off', 'no-restricted-properties': 'off' },
    }
  const names = globals.filter((name) => !allowed.split(' ').includes(name))
  return { files: [files], rules: { 'no-restricted-globals': ['error', ...names.map(restricted)] } }
}

function restricted(name: string) {
  return { name, message: 'Globals are read in src/platform, and where .oxlint.config.ts says.' }
}

export default defineConfig({
  plugins: ['typescript', 'unicorn', 'oxc', 'import'],
  options: { typeAware: true, reportUnusedDisableDirectives: 'error' },
  categories: { correctness: 'error', suspicious: 'error' },
  ignorePatterns: ['dist'],
  rules: {
    eqeqeq: ['error', 'always', { null: 'ignore' }],
    'max-lines': ['error', { max: 300 }],
    'no-empty': 'error',
    'no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
    'no-var': 'error',
    'no-warning-comments': 'error',
    'prefer-const': 'error',
    'import/no-cycle': 'error',
    'typescript/no-explicit-any': 'error',
    'typescript/no-extraneous-class': ['error', { allowWithDecorator: true }],
    'typescript/no-floating-promises': 'error',
    'typescript/no-misused-promises': 'error',
    'typescript/switch-exhaustiveness-check': [
      'error',
      { considerDefaultExhaustiveForUnions: true },
    ],
    'unicorn/prefer-node-protocol': 'error',

    // Matters of taste, or of what a parser and an event target have to do.
    'no-control-regex': 'off',
    'no-new': 'off',
    'no-shadow': 'off',
    'no-underscore-dangle': 'off',
    'import/no-named-as-default-member': 'off',
    'import/no-unassigned-import': 'off',
    'typescript/consistent-return': 'off',
    'typescript/no-base-to-string': 'off',
    'typescript/no-unnecessary-type-parameters': 'off',
    'typescript/no-unsafe-enum-assignment': 'off',
    'typescript/no-unsafe-type-assertion': 'off',
    'typescript/restrict-template-expressions': 'off',
    'typescript/unbound-method': 'off',
    'unicorn/consistent-function-scoping': 'off',
    'unicorn/no-useless-spread': 'off',
    'unicorn/prefer-add-event-listener': 'off',
    // Express 5 looks after what they reject with.
    'oxc/no-async-endpoint-handlers': 'off',
  },
  overrides: [
    {
      files: ['src/**'],
      rules: {
        'no-restricted-globals': ['error', ...globals.map(restricted)],
        'no-restricted-properties': ['error', ...chance],
      },
    },
    ...Object.entries(homes).map(([files, allowed]) => readsOnly(files, allowed)),
    {
      // Has to be assignable to lib.dom's EventSource, which is declared with `any`.
      files: ['src/faces/fetch-event-source.ts', 'src/shared/shared-event-source.ts'],
      rules: {
        'typescript/no-explicit-any': 'off',
        'typescript/no-unsafe-declaration-merging': 'off',
      },
    },
    importsOnly('src/platform/**', 'platform/ imports nothing of the rest.', './*'),
    importsOnly('src/errors.ts', 'errors.ts imports nothing.'),
    importsOnly('src/stream/**', `${arrows} stream/ is pure.`, './*', '../errors.ts'),
    importsOnly('src/session/**', arrows, ...base),
    importsOnly('src/faces/**', arrows, ...base, '../session/*'),
    importsOnly('src/compat/**', arrows, ...base, '../session/*'),
    importsOnly('src/shared/**', arrows, ...base, '../session/*', '../faces/*'),
    importsOnly('src/adapters/**', arrows, ...base, '../session/*', '../faces/*', ...frameworks),
    importsOnly('src/xhr/**', arrows, './*', '../errors.ts', '../platform/*', '../session/*'),
    importsOnly(
      'src/recording/**',
      'recording/ is a format, and knows nothing of who uses it.',
      './*',
    ),
    importsOnly(
      'src/format/**',
      'format/ writes events, and knows nothing of a client.',
      './*',
      '../platform/timers.ts',
    ),
    importsOnly(
      'src/testing/**',
      'testing/ plays the server, and knows nothing of a client.',
      './*',
      '../format/*',
      '../platform/timers.ts',
      '../recording/*',
    ),
    importsOnly(
      'src/cli/**',
      'cli/ is built on what everyone can import.',
      './*',
      '../index.ts',
      '../parser.ts',
      '../recording/*',
      // Its types; the tool itself is loaded where the user has it.
      '@ast-grep/napi',
      'node:*',
      'node:*/*',
    ),
    {
      files: ['test/**'],
      plugins: ['typescript', 'unicorn', 'oxc', 'import', 'vitest'],
      rules: {
        // Servers and event targets are given async functions, which answer for themselves.
        'typescript/no-misused-promises': 'off',
        'vitest/no-disabled-tests': 'error',
        'vitest/no-focused-tests': 'error',
        'vitest/warn-todo': 'error',
      },
    },
  ],
})
