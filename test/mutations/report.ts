import { readFileSync } from 'node:fs'
import { relative } from 'node:path'
import type { Stryker } from '@stryker-mutator/core'

type MutantResult = Awaited<ReturnType<Stryker['runMutationTest']>>[number]
type Status = MutantResult['status']

/** What survived in the run of a report: the places, and which of the changes made there it was. */
export function survivorsIn(report: string): {
  places: string[]
  has(mutant: Pick<MutantResult, 'fileName' | 'location' | 'replacement'>): boolean
} {
  const { files } = JSON.parse(readFileSync(report, 'utf8')) as {
    files: Record<string, { mutants: Pick<MutantResult, 'location' | 'replacement' | 'status'>[] }>
  }
  const survived = Object.entries(files).flatMap(([file, { mutants }]) =>
    mutants
      .filter(isUnnoticed)
      .map(({ location, replacement }) => ({ file, location, replacement })),
  )
  const idOf = (file: string, { start, end }: MutantResult['location'], replacement?: string) =>
    JSON.stringify([file, start.line, start.column, end.line, end.column, replacement])
  const ids = new Set(survived.map((it) => idOf(it.file, it.location, it.replacement)))
  return {
    places: Array.from(
      new Set(
        survived.map(
          ({ file, location: { start, end } }) =>
            `${file}:${start.line}:${start.column - 1}-${end.line}:${end.column}`,
        ),
      ),
    ),
    has: ({ fileName, location, replacement }) =>
      ids.has(idOf(relative('.', fileName), location, replacement)),
  }
}

function isUnnoticed({ status }: Pick<MutantResult, 'status'>): boolean {
  return status === 'Survived' || status === 'NoCoverage'
}

/** A row per file, and every change that no test has noticed: where it is, and what it makes of what stands there. */
export function describeResults(results: MutantResult[]): string {
  const byFile = [...Map.groupBy(results, ({ fileName }) => relative('.', fileName))]
  return [
    '| File | Mutants | Killed | Timed out | Broke the run | Survived | Score |',
    '| --- | ---: | ---: | ---: | ---: | ---: | ---: |',
    ...byFile.map(([file, mutants]) => row(file, mutants)),
    row('all', results),
    ...byFile.flatMap(([file, mutants]) => survivors(file, mutants)),
  ].join('\n')
}

function row(name: string, mutants: MutantResult[]): string {
  const count = (...statuses: Status[]) =>
    mutants.filter(({ status }) => statuses.includes(status)).length
  // What throws outside of every test fails the run as well.
  const noticed = ['Killed', 'Timeout', 'RuntimeError'] as const
  const survived = count('Survived', 'NoCoverage')
  const all = count(...noticed) + survived
  const score = all === 0 ? 'none' : `${((100 * count(...noticed)) / all).toFixed(1)} %`
  return `| ${[name, all, ...noticed.map((status) => count(status)), survived, score].join(' | ')} |`
}

function survivors(file: string, mutants: MutantResult[]): string[] {
  const lines = readFileSync(file, 'utf8').split('\n')
  return mutants
    .filter(isUnnoticed)
    .map(({ location: { start, end }, replacement, status, mutatorName }) => {
      const first = lines[start.line - 1]!
      const text =
        start.line === end.line
          ? first.slice(start.column - 1, end.column - 1)
          : `${first.slice(start.column - 1)} …`
      const what = status === 'NoCoverage' ? `${mutatorName}, no test gets there` : mutatorName
      return `\n${file}:${start.line} (${what})\n  ${first.trim()}\n- ${text}\n+ ${replacement}`
    })
}
