// `npm run api` writes the public types to api.md, so that a change of them shows in review. With `--check`, which is for
// `npm run check`, it fails if api.md says something else. Both read what was built.
import { execFileSync } from 'node:child_process'
import { globSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import manifest from '../../package.json' with { type: 'json' }

const root = fileURLToPath(new URL('../../', import.meta.url))
const reportFile = fileURLToPath(new URL('api.md', import.meta.url))
const printer = ts.createPrinter({ removeComments: true })

function statementsOf(file: string): readonly ts.Statement[] {
  const text = readFileSync(root + file, 'utf8')
  return ts.createSourceFile(file, text, ts.ScriptTarget.ES2022).statements
}

/** The names that an entry exports. */
function exportsOf(file: string): string[] {
  const names = statementsOf(file).flatMap((statement) =>
    ts.isExportDeclaration(statement) &&
    statement.exportClause &&
    ts.isNamedExports(statement.exportClause)
      ? statement.exportClause.elements.map(({ name }) => name.text)
      : [],
  )
  return names.toSorted()
}

/** All declarations of a file, without their comments; which file it is depends on what else uses them. */
function declarationsOf(file: string): string[] {
  return statementsOf(file)
    .filter((statement) => !ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement))
    .map((statement) =>
      printer.printNode(ts.EmitHint.Unspecified, statement, statement.getSourceFile()),
    )
}

function fenced(...lines: string[]): string {
  return ['```ts', ...lines, '```'].join('\n')
}

const entries = Object.entries(manifest.exports).flatMap(([path, conditions]) =>
  typeof conditions === 'string'
    ? []
    : [
        `## ${path.replace('.', manifest.name)}`,
        exportsOf(conditions.import.types)
          .map((name) => `- \`${name}\``)
          .join('\n'),
      ],
)
const declarations = globSync('dist/*.d.ts', { cwd: root }).flatMap(declarationsOf).toSorted()
const report = execFileSync('oxfmt', ['--stdin-filepath', reportFile], {
  encoding: 'utf8',
  input: [
    '# The public types',
    'Written by `npm run api`.',
    ...entries,
    '## What they are',
    fenced(...declarations),
  ].join('\n\n'),
})

if (!process.argv.includes('--check')) {
  writeFileSync(reportFile, report)
} else if (report !== readFileSync(reportFile, 'utf8')) {
  console.log('The public types have changed: `npm run api`, and look at the difference.')
  process.exitCode = 1
}
