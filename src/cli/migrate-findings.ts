import type { Edit, SgNode } from '@ast-grep/napi'
import { callsOf, optionsOf } from './migrate-calls.ts'
import { type Library, native } from './migrate-libraries.ts'
import { type LibraryImport, libraryImports } from './migrate-imports.ts'
import { rewriteImport } from './migrate-rewrite.ts'

/** A place in a file that has to do with a library. */
export interface Finding {
  /** From 1. */
  line: number
  library: string
  /** What stands there: its first line. */
  found: string
  /** What to write in its place. */
  write: string
  /** Whether that is known to be right, so that `--write` writes it. */
  isSure: boolean
}

/** What is found in a piece of code, and what is sure. */
export function examine(root: SgNode): { findings: Finding[]; edits: Edit[] } {
  const findings: Finding[] = []
  const edits: Edit[] = []
  const note: Note = (node, library, write, isSure = false) => {
    const line = node.range().start.line + 1
    const found = node.text().split('\n')[0]!.trim()
    findings.push({ line, library: library.name, found, write, isSure })
  }
  const imports = libraryImports(root)
  for (const one of imports) {
    const rewrite = rewriteImport(root, one)
    if (rewrite && 'text' in rewrite) {
      note(one.node, one.library, rewrite.text, true)
      edits.push(...rewrite.edits)
      continue
    }
    const { instead } = one.library
    note(one.node, one.library, `import ${instead}${rewrite ? `; ${rewrite.why}` : ''}`)
    for (const { local, exported } of one.names)
      for (const call of callsOf(root, local)) noteCall(one.library, exported, call, note)
  }
  for (const call of nativeCalls(root, imports)) noteCall(native, native.name, call, note)
  return { findings: findings.toSorted((a, b) => a.line - b.line), edits }
}

type Note = (node: SgNode, library: Library, write: string, isSure?: boolean) => void

/** A call, and each of its options that is another here. */
function noteCall(library: Library, exported: string, call: SgNode, note: Note): void {
  const write = library.calls[exported]
  if (write === undefined) return
  note(call, library, write)
  for (const { name, node } of optionsOf(call) ?? []) {
    const instead = library.options[name]
    if (instead !== undefined) note(node, library, instead)
  }
}

/** Where the runtime's own class is made: what has its name by an import or a declaration is another. */
function nativeCalls(root: SgNode, imports: LibraryImport[]): SgNode[] {
  const { name } = native
  const isImported = imports.some(({ names }) => names.some(({ local }) => local === name))
  const globals = ['window', 'globalThis', 'self', 'global'].map((of) => `${of}.${name}`)
  const all = isImported || isDeclared(root, name) ? globals : [name, ...globals]
  return all.flatMap((one) => callsOf(root, one).filter((call) => call.kind() === 'new_expression'))
}

function isDeclared(root: SgNode, name: string): boolean {
  const names = root.findAll({
    rule: {
      any: [
        { kind: 'identifier' },
        { kind: 'type_identifier' },
        { kind: 'shorthand_property_identifier_pattern' },
      ],
    },
  })
  return names.some((node) => {
    if (node.text() !== name) return false
    const parent = node.parent()!
    const kind = String(parent.kind())
    if (String(node.kind()).endsWith('pattern') || /^(pair_pattern|import_|formal_)/.test(kind))
      return true
    if (/^(variable_declarator|class_declaration|class|required_parameter)$/.test(kind))
      return (parent.field('name') ?? parent.field('pattern'))?.id() === node.id()
    return false
  })
}
