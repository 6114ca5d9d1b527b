import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { readmeSnippets } from '../setup/readme-snippets.ts'
import { consumerWith } from './consumer.ts'
import { componentCode, domCode, everywhereCode } from './user-code.ts'

// Strict about the package's own declarations too, and those it needs; only what comes with the compiler is taken as it is.
const strict = '--noEmit --strict --exactOptionalPropertyTypes --target es2022'
const checked = '--skipLibCheck false --skipDefaultLibCheck'
const unchecked = '--skipLibCheck'

interface Resolution {
  options: string
  extensions: string[]
  /** The only compiler that has it as it was. */
  only?: string
}

const resolutions = {
  nodenext: { options: '--module nodenext', extensions: ['mts', 'cts'] },
  bundler: { options: '--module esnext --moduleResolution bundler', extensions: ['ts'] },
  node10: {
    options: '--module commonjs --moduleResolution node10',
    extensions: ['ts'],
    only: 'TypeScript 5.8',
  },
} satisfies Record<string, Resolution>

/** As README.md has it. */
const polyfillSnippet = readmeSnippets().find(
  ({ heading }) => heading === 'In place of EventSource',
)!.code

interface User {
  user: string
  packages: string[]
  code: string
  options: string
  how: (keyof typeof resolutions)[]
  /** The declarations of others that take most compilers ten seconds to check. */
  isHeavy?: boolean
}

const users: User[] = [
  {
    user: 'with the DOM library',
    packages: [],
    code: everywhereCode + domCode,
    options: '--lib es2022,dom',
    how: ['nodenext', 'bundler', 'node10'],
  },
  {
    user: 'with the types of Node and no DOM',
    packages: ['@types/node'],
    code: everywhereCode + polyfillSnippet,
    options: '--lib es2022 --types node',
    how: ['nodenext', 'bundler', 'node10'],
  },
  {
    user: 'with React and Vue',
    packages: ['react', '@types/react', 'vue'],
    code: componentCode,
    options: '--lib es2022,dom',
    how: ['bundler', 'node10'],
    isHeavy: true,
  },
]

const compilers = [
  { compiler: 'TypeScript 5.8', path: 'typescript5', isFast: false },
  { compiler: 'TypeScript 6', path: 'typescript', isFast: false },
  { compiler: 'TypeScript 7', path: 'typescript7', isFast: true },
]

describe.for(users)('$user', ({ user, packages, code, options, how, isHeavy }) => {
  const folder = consumerWith(user.replaceAll(' ', '-'), packages)

  describe.for(how)('module resolution %s', (name) => {
    const resolution: Resolution = resolutions[name]
    const { only } = resolution
    const files = resolution.extensions.map((extension) => `user.${extension}`)
    for (const file of files) writeFileSync(join(folder, file), code)

    const able = compilers.filter(({ compiler }) => !only || only === compiler)
    test.for(able)('$compiler', { timeout: 180_000 }, ({ path, isFast }) => {
      const tsc = fileURLToPath(new URL(`../../node_modules/${path}/bin/tsc`, import.meta.url))
      const libraries = isHeavy && !isFast ? unchecked : checked
      const flags = [strict, libraries, options, resolution.options].join(' ').split(' ')
      const { stdout, status } = spawnSync(process.execPath, [tsc, ...flags, ...files], {
        cwd: folder,
        encoding: 'utf8',
      })
      expect({ stdout, status }).toEqual({ stdout: '', status: 0 })
    })
  })
})
