import { Ending, EXIT } from './exit-code.ts'

/** Aborts on Ctrl-C, on SIGTERM, and when `-m` is over; a second Ctrl-C does not wait for the program to tidy up. */
export function interruption(maxTime: number | undefined): AbortController {
  const controller = new AbortController()
  const on = (name: 'SIGINT' | 'SIGTERM', ending: Ending) =>
    process.on(name, () => {
      if (controller.signal.aborted) process.exit(ending.code)
      controller.abort(ending)
    })
  on('SIGINT', new Ending(EXIT.interrupted))
  on('SIGTERM', new Ending(EXIT.terminated))
  if (maxTime !== undefined) {
    const ending = new Ending(EXIT.timeout, `the ${maxTime / 1000} s of -m are over`)
    setTimeout(() => controller.abort(ending), maxTime).unref()
  }
  return controller
}
