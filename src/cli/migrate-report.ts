import { visible } from './format.ts'
import { native } from './migrate-libraries.ts'
import type { ExaminedFile } from './migrate.ts'

/** What was found, and what to write, for people: file by file. */
export function report(files: ExaminedFile[], looked: number, isWritten: boolean): string {
  const all = files.flatMap(({ findings }) => findings)
  if (all.length === 0) return `Nothing to migrate in ${count(looked, 'file')}.\n`
  const parts = files.map(({ path, findings }) => {
    const width = String(findings.at(-1)!.line).length
    const lines = findings.map(({ line, found, write, isSure }) => {
      const mark = isSure && isWritten ? 'written:' : isSure ? '--write:' : 'by hand:'
      const margin = ' '.repeat(width + 4)
      return `  ${String(line).padStart(width)}  ${visible(found)}\n${margin}${mark} ${visible(write)}\n`
    })
    return `${visible(path)}\n${lines.join('')}\n`
  })
  return `${parts.join('')}${summary(files, looked, isWritten)}`
}

function summary(files: ExaminedFile[], looked: number, isWritten: boolean): string {
  const all = files.flatMap(({ findings }) => findings)
  const sure = all.filter(({ isSure }) => isSure).length
  const libraries = new Set(
    all.map(({ library }) => library).filter((name) => name !== native.name),
  )
  const rest = all.length - sure
  const lines = [
    `${count(all.length, 'place')} in ${files.length} of ${count(looked, 'file')}: ${sure} ${isWritten ? 'written' : 'that --write does'}, ${rest} by hand.`,
    'npm install millrace',
    ...(libraries.size > 0
      ? [`npm uninstall ${[...libraries].join(' ')}, when it is not imported any more`]
      : []),
  ]
  return `${lines.join('\n')}\n`
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`
}
