import { catchUncaught } from '../setup/uncaught.ts'
import { Whim } from './user.ts'

/** Watches for errors that no one has caught: whims apart, each is a fault. */
export function watchUncaught(failed: (error: unknown) => void): () => void {
  const uncaught = catchUncaught()
  const onRejection = (event: PromiseRejectionEvent) => {
    event.preventDefault()
    failed(new Error(`An unhandled rejection: ${String(event.reason)}`, { cause: event.reason }))
  }
  const hasEvents = typeof globalThis.addEventListener === 'function'
  if (hasEvents) globalThis.addEventListener('unhandledrejection', onRejection)
  const look = () => {
    for (const error of (uncaught.errors as unknown[]).splice(0)) if (!isWhim(error)) failed(error)
  }
  const timer = setInterval(look, 100)
  return () => {
    clearInterval(timer)
    look()
    uncaught.stop()
    if (hasEvents) globalThis.removeEventListener('unhandledrejection', onRejection)
  }
}

function isWhim(error: unknown): boolean {
  return error instanceof Whim || String(error).includes('Whim')
}
