/** What the program ends with; those that curl has are curl's. */
export const EXIT = {
  done: 0,
  failed: 1,
  usage: 2,
  refused: 22,
  timeout: 28,
  interrupted: 130,
  terminated: 143,
} as const

export type ExitCode = (typeof EXIT)[keyof typeof EXIT]

/** Thrown, or the reason of an abort, to end the program: with a message or quietly. */
export class Ending {
  readonly code: ExitCode
  readonly message: string | undefined

  constructor(code: ExitCode, message?: string) {
    this.code = code
    this.message = message
  }
}
