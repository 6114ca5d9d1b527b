// Before a release: names what only the publisher can know, and nobody has filled in.
import manifest from '../../package.json' with { type: 'json' }

/** The fields that a package page shows, and where each leads. */
const wanted = {
  repository: 'where the source is; provenance wants it to be that of the workflow that publishes',
  homepage: 'where to read about it',
  bugs: 'where to tell of a fault',
}

/** What of it is missing in a manifest, a line each. */
export function missingFields(given: object): string[] {
  return Object.entries(wanted)
    .filter(([name]) => !(name in given))
    .map(([name, meaning]) => `package.json has no "${name}": ${meaning}`)
}

if (import.meta.main) {
  const missing = missingFields(manifest)
  for (const line of missing) console.error(`✗ ${line}`)
  if (missing.length > 0) {
    console.error('Fill them in, then publish.')
    process.exitCode = 1
  }
}
