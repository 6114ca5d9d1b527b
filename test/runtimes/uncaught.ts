import type { UncaughtErrors } from '../faces/context.ts'

/** Catches what the platform reports as uncaught: by `error` events, or as Node's exceptions. */
export function catchUncaught(): UncaughtErrors {
  const errors: unknown[] = []
  let wake = () => {}
  const stop = listen((error) => {
    errors.push(error)
    wake()
  })
  return {
    async take(count) {
      while (errors.length < count) await new Promise<void>((resolve) => (wake = resolve))
      return errors.splice(0, count)
    },
    errors,
    stop,
  }
}

function listen(note: (error: unknown) => void): () => void {
  // Bun has error events, but not for what nobody catches.
  if (
    typeof process !== 'undefined' &&
    typeof process.on === 'function' &&
    !('Deno' in globalThis)
  ) {
    process.on('uncaughtException', note)
    return () => void process.off('uncaughtException', note)
  }
  const onError = (event: ErrorEvent) => {
    event.preventDefault()
    note(event.error)
  }
  globalThis.addEventListener('error', onError)
  return () => globalThis.removeEventListener('error', onError)
}
