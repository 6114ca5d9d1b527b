// Assertions that need nothing: the cases run in every runtime, with or without a test runner.

export function equal<Value>(actual: Value, expected: NoInfer<Value>, what = 'value'): void {
  if (!isEqual(actual, expected)) {
    throw new Error(`${what}: expected ${show(expected)}, got ${show(actual)}`)
  }
}

export function ok(condition: unknown, what: string): asserts condition {
  if (!condition) throw new Error(`Expected: ${what}`)
}

/** What the promise rejects with. */
export async function rejection(promise: Promise<unknown>): Promise<unknown> {
  let value
  try {
    value = await promise
  } catch (error) {
    return error
  }
  throw new Error(`Expected a rejection, got ${show(value)}`)
}

/** What the function throws. */
export function thrown(run: () => unknown): unknown {
  let value
  try {
    value = run()
  } catch (error) {
    return error
  }
  throw new Error(`Expected an exception, got ${show(value)}`)
}

/** Plain objects and arrays by what is in them, all else by identity. */
function isEqual(actual: unknown, expected: unknown): boolean {
  if (Object.is(actual, expected)) return true
  if (!isPlain(actual) || !isPlain(expected)) return false
  const keys = Object.keys(actual)
  return (
    Array.isArray(actual) === Array.isArray(expected) &&
    keys.length === Object.keys(expected).length &&
    keys.every((key) => key in expected && isEqual(actual[key], expected[key]))
  )
}

function isPlain(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false
  return Array.isArray(value) || [Object.prototype, null].includes(Object.getPrototypeOf(value))
}

function show(value: unknown): string {
  if (value instanceof Error) return `${value.name}: ${value.message}`
  return (
    JSON.stringify(value, (_key, part) => (part === undefined ? 'undefined' : part)) ??
    String(value)
  )
}
