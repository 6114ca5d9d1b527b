import type { UncaughtErrors } from '../faces/context.ts'

/** Catches what the platform reports as uncaught, in place of whoever else does: `error` events, or Node's exceptions. */
export function catchUncaught(): UncaughtErrors {
  const errors: unknown[] = []
  let wake = () => {}
  const detach = listen((error) => {
    errors.push(error)
    wake()
  })
  return {
    async take(count) {
      while (errors.length < count) await new Promise<void>((resolve) => (wake = resolve))
      return errors.splice(0, count)
    },
    errors,
    stop: detach,
  }
}

function listen(note: (error: unknown) => void): () => void {
  if (typeof globalThis.addEventListener === 'function') {
    const onError = (event: ErrorEvent) => {
      event.preventDefault()
      event.stopImmediatePropagation()
      note(event.error)
    }
    globalThis.addEventListener('error', onError, { capture: true })
    return () => globalThis.removeEventListener('error', onError, { capture: true })
  }
  const others = process.listeners('uncaughtException')
  process.removeAllListeners('uncaughtException')
  process.on('uncaughtException', note)
  return () => {
    process.off('uncaughtException', note)
    for (const other of others) process.on('uncaughtException', other)
  }
}
