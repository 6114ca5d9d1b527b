import { readFileSync, writeFileSync } from 'node:fs'
import { relative } from 'node:path'
import type { Edit } from '@ast-grep/napi'
import type { MigrateArguments } from './arguments.ts'
import { EXIT, type ExitCode } from './exit-code.ts'
import { choiceOf } from './option-value.ts'
import { loadAstGrep } from './ast-grep.ts'
import { examine, type Finding } from './migrate-findings.ts'
import { libraries, native } from './migrate-libraries.ts'
import { report } from './migrate-report.ts'
import { scriptsOf, sourceFiles } from './source-files.ts'

/** What was found in a file. */
export interface ExaminedFile {
  path: string
  findings: Finding[]
}

/** Files without any of these words need no parser. */
const WORDS = new RegExp([native, ...libraries].map(({ name }) => name).join('|'))

/** `millrace migrate`: tells what is to be changed for this library, and changes what is sure. */
export async function migrate({ operand, values }: MigrateArguments): Promise<ExitCode> {
  const format = choiceOf('--format', values.format, ['text', 'json']) ?? 'text'
  const isWritten = Boolean(values.write)
  const paths = sourceFiles(operand)
  const { parse, Lang } = await loadAstGrep()
  const files: ExaminedFile[] = []
  for (const path of paths) {
    const text = readFileSync(path, 'utf8')
    if (!WORDS.test(text)) continue
    const findings: Finding[] = []
    const edits: Edit[] = []
    for (const script of scriptsOf(path, text)) {
      const examined = examine(parse(Lang[script.language], script.text).root())
      const linesBefore = text.slice(0, script.start).split('\n').length - 1
      for (const finding of examined.findings)
        findings.push({ ...finding, line: finding.line + linesBefore })
      for (const edit of examined.edits)
        edits.push({
          startPos: edit.startPos + script.start,
          endPos: edit.endPos + script.start,
          insertedText: edit.insertedText,
        })
    }
    if (findings.length > 0) files.push({ path: relative('', path), findings })
    if (isWritten && edits.length > 0) writeFileSync(path, edited(text, edits))
  }
  const isLeft = files.some(({ findings }) => findings.some(({ isSure }) => !isSure || !isWritten))
  process.stdout.write(
    format === 'json'
      ? `${JSON.stringify({ files, written: isWritten })}\n`
      : report(files, paths.length, isWritten),
  )
  return isLeft ? EXIT.failed : EXIT.done
}

/** Not by what ast-grep has for it, which drops the blank lines that a script begins with. */
function edited(text: string, edits: Edit[]): string {
  // From the last one on, so that what is before it stays where it is.
  return edits
    .toSorted((a, b) => b.startPos - a.startPos)
    .reduce(
      (rest, { startPos, endPos, insertedText }) =>
        rest.slice(0, startPos) + insertedText + rest.slice(endPos),
      text,
    )
}
