import { cpSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import build from './build.ts'
import { npmInstall } from './npm-install.ts'
import { root } from './readme-snippets.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Whether there is what the guides and the recipes import: `inject('areExamplesInstalled')`. */
    areExamplesInstalled: boolean
  }
}

/** The folders of examples with dependencies of their own. */
const folders = ['migrate', 'works-with'].map((name) => join(root, 'examples', name))

/** Installs what the guides and recipes import, and beside it the package, built. Where that cannot be, it is said; under CI a test fails. */
export default function setup(project: TestProject): (() => void) | undefined {
  try {
    folders.forEach(npmInstall)
  } catch (error) {
    console.log(`skipped, for want of a registry (${error}): the tests of test/guides`)
    project.provide('areExamplesInstalled', false)
    return undefined
  }
  const remove = build(project)
  const { built } = project.getProvidedContext()
  cpSync(join(root, 'package.json'), join(built, 'package.json'))
  const links = folders.map((folder) => join(folder, 'node_modules/millrace'))
  for (const link of links) {
    rmSync(link, { force: true })
    symlinkSync(built, link)
  }
  project.provide('areExamplesInstalled', true)
  return () => {
    links.forEach((link) => rmSync(link))
    remove()
  }
}
