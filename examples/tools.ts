// What some examples need besides Node: where it is on this machine, or how to get it.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** A program that is not installed with the package. */
export interface Tool {
  name: string
  /** How to get it. */
  get: string
  /** Its path; undefined if it is not here. */
  find(): string | undefined
}

/** Go 1.19 or later. The examples use its standard library only: nothing is downloaded. */
export const go: Tool = {
  name: 'Go',
  get: 'apt-get install golang-go, or https://go.dev/doc/install',
  find: () => candidates('go')[0],
}

/** A Python that has Flask: not always the first one on the PATH. */
export const flask: Tool = {
  name: 'Python 3 with Flask',
  get: 'apt-get install python3-flask, or pip install flask',
  find: () =>
    candidates('python3', '/usr/bin').find(
      (python) => spawnSync(python, ['-c', 'import flask'], { stdio: 'ignore' }).status === 0,
    ),
}

/** Debian has it where only root's PATH leads. */
export const nginx: Tool = {
  name: 'nginx',
  get: 'apt-get install nginx-light',
  find: () => candidates('nginx', '/usr/sbin')[0],
}

/** Makes the certificates that HTTP/2 in a browser wants. */
export const openssl: Tool = {
  name: 'openssl',
  get: 'apt-get install openssl',
  find: () => candidates('openssl')[0],
}

/** The path of a tool. Without it the example ends here, and says what to install. */
export function need(tool: Tool): string {
  const path = tool.find()
  if (path !== undefined) return path
  console.error(`This example needs ${tool.name}, which was not found. ${tool.get}`)
  process.exit(1)
}

function candidates(command: string, ...folders: string[]): string[] {
  return [...(process.env['PATH'] ?? '').split(delimiter), ...folders]
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, command))
    .filter((path) => existsSync(path))
}
