/** What tests need, and a machine may not have. */
export interface Requirement {
  name: string
  /** How to get it. */
  get: string
  isInstalled(): boolean
}

/** Names those that are missing. Returns how many failures that is: under CI, one for each. */
export function nameMissing(requirements: Requirement[]): number {
  const missing = requirements.filter((requirement) => !requirement.isInstalled())
  for (const { name, get } of missing)
    console.log(`skipped, for want of ${name}: its tests. To run them: ${get}`)
  return process.env['CI'] ? missing.length : 0
}
