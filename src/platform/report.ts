/** Reports an exception of the user's own callback as the platform does: to the page's error event, or as an uncaught exception. */
export function reportException(error: unknown): void {
  const { reportError } = globalThis as { reportError?: (error: unknown) => void }
  if (reportError) reportError(error)
  // Node (20 to 26) has none.
  else
    setTimeout(() => {
      throw error
    })
}

/** What the user's own callback returns; what it throws is reported, and never taken for a failure of the connection. */
export function guarded<Result>(callback: () => Result): Result | undefined {
  try {
    return callback()
  } catch (error) {
    reportException(error)
    return undefined
  }
}
