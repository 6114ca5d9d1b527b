#!/usr/bin/env node
// `npx millrace`: curl for event streams. What a command needs is loaded when it is asked for.
import { writeSync } from 'node:fs'
import { help } from './help.ts'

const args = process.argv.slice(2)
const [first] = args

if (first === '-V' || first === '--version') print(`millrace ${MILLRACE_VERSION}\n`)
else if (first === undefined || first === '-h' || args.includes('--help')) print(help)
else await (await import('./commands.ts')).run(args)

/** Without the stream that `process.stdout` is: making one takes a tenth of what the process takes to start. */
function print(text: string): void {
  try {
    writeSync(1, text)
  } catch {
    // Whoever reads the pipe has left, or is slow.
    process.stdout.write(text)
  }
}
