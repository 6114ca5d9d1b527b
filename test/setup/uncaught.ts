import type { UncaughtErrors } from '../faces/context.ts'

/** Catches what the platform reports as uncaught, in place of whoever else does, such as a test runner. */
export function catchUncaught(): UncaughtErrors {
  const errors: unknown[] = []
  let wake = () => {}
  const note = (error: unknown) => {
    errors.push(error)
    wake()
  }
  // Node has no error events. Bun (1.4.5) has, but none for what nobody catches.
  const hasEvents = typeof globalThis.addEventListener === 'function' && !('Bun' in globalThis)
  const stop = hasEvents ? listenToEvents(note) : listenToProcess(note)
  return {
    async take(count) {
      while (errors.length < count) await new Promise<void>((resolve) => (wake = resolve))
      return errors.splice(0, count)
    },
    errors,
    stop,
  }
}

function listenToEvents(note: (error: unknown) => void): () => void {
  const onError = (event: ErrorEvent) => {
    event.preventDefault()
    event.stopImmediatePropagation()
    note(event.error)
  }
  // The test runner of a page was there before, and only a capturing listener overtakes it; workerd (1.20260730) takes none.
  const capture = 'document' in globalThis
  globalThis.addEventListener('error', onError, { capture })
  return () => globalThis.removeEventListener('error', onError, { capture })
}

function listenToProcess(note: (error: unknown) => void): () => void {
  const others = process.listeners('uncaughtException')
  process.removeAllListeners('uncaughtException')
  process.on('uncaughtException', note)
  return () => {
    process.off('uncaughtException', note)
    for (const other of others) process.on('uncaughtException', other)
  }
}
