// `npm run example -- NAME`: starts an example, with what it needs and what else is on the line; without a name, lists them.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

/** Whoever forgets one in a terminal does not find it there tomorrow. */
const AN_HOUR = 3_600_000

const folder = import.meta.dirname
const start = (name: string) => join(folder, name, 'start.ts')
const names = readdirSync(folder).filter((name) => existsSync(start(name)))

const [name, ...args] = process.argv.slice(2)
if (name === undefined) {
  console.log(`\nnpm run example -- NAME\n\n${list()}\n\nMore in examples/README.md.\n`)
} else if (!names.includes(name)) {
  console.error(`There is no example "${name}". There are:\n\n${list()}`)
  process.exitCode = 2
} else if (build()) {
  setTimeout(() => {
    console.error(`${name} has run for an hour, and ends.`)
    process.exit()
  }, AN_HOUR).unref()
  process.argv = [process.execPath, start(name), ...args]
  await import(pathToFileURL(start(name)).href)
}

/** A line for each: its name, and the title of its README. */
function list(): string {
  const width = Math.max(...names.map((name) => name.length)) + 2
  return names.map((name) => `  ${name.padEnd(width)}${titleOf(name)}`).join('\n')
}

function titleOf(name: string): string {
  const readme = readFileSync(join(folder, name, 'README.md'), 'utf8')
  return /^# (.*)$/m.exec(readme)?.[1] ?? ''
}

/** Builds the package, as examples import it as its users do. Whether that went well. */
function build(): boolean {
  const cwd = fileURLToPath(new URL('..', import.meta.url))
  const { status } = spawnSync('npm', ['run', 'build', '--silent', '--', '--no-dts'], {
    cwd,
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: process.platform === 'win32',
  })
  process.exitCode = status ?? 1
  return status === 0
}
