import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'

const commands: Record<string, string[]> = {
  node: [process.execPath, '--experimental-eventsource', '--expose-gc', '--no-warnings'],
  deno: ['deno', 'run', '--allow-all', '--quiet', '--no-lock', '--v8-flags=--expose-gc'],
  bun: ['bun', 'run'],
}

/** A process that answers questions one after the other, each a line of JSON; its side is `answer.ts`. */
export class Child {
  readonly #process: ChildProcess
  readonly #lines: AsyncIterator<string>

  constructor(file: string, args: string[] = [], runtime = 'node') {
    const command = commands[runtime]
    if (!command) throw new TypeError(`no runtime '${runtime}'`)
    const [path, ...before] = command
    this.#process = spawn(path!, [...before, file, ...args], { stdio: ['pipe', 'pipe', 'inherit'] })
    this.#lines = createInterface(this.#process.stdout!)[Symbol.asyncIterator]()
  }

  async ask<Answer>(question: unknown): Promise<Answer> {
    this.#process.stdin!.write(`${JSON.stringify(question)}\n`)
    const { done, value } = await this.#lines.next()
    if (done) throw new Error('the process ended before it answered')
    return JSON.parse(value) as Answer
  }

  /** It ends when it cannot be asked any more, also when this process is gone. */
  async stop(): Promise<void> {
    this.#process.stdin!.end()
    while (!(await this.#lines.next()).done);
  }
}
