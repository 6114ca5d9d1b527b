import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import manifest from '../../package.json' with { type: 'json' }

// Several versions of each are installed, and each wants to be `node`, or `tsc`: `npm ci` settles it, an update may not.
test.for(['node', 'typescript'] as const)('scripts run the %s that package.json names', (name) => {
  const command = name === 'typescript' ? 'tsc' : name
  const version = execFileSync(command, ['--version'], { encoding: 'utf8' })
  expect(version.trim().replace(/^\D*/, '')).toBe(manifest.devDependencies[name])
})
