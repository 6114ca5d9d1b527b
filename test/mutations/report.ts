import { readFileSync } from 'node:fs'
import { relative } from 'node:path'
import type { Stryker } from '@stryker-mutator/core'

type MutantResult = Awaited<ReturnType<Stryker['runMutationTest']>>[number]
type Status = MutantResult['status']

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
    .filter(({ status }) => status === 'Survived' || status === 'NoCoverage')
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
