import type { SgNode } from '@ast-grep/napi'
import { libraries, type Library } from './migrate-libraries.ts'

/** A name that an import brings into a file. */
export interface ImportedName {
  /** By which the library exports it: `default` for all that `require` gives, too. */
  exported: string
  local: string
  isType: boolean
}

/** An import of one of the libraries, in whatever form. */
export interface LibraryImport {
  library: Library
  /** The statement, or the declaration with a `require`, or the call that it is by itself. */
  node: SgNode
  form: 'import' | 'require' | 'other'
  /** The string that names the library. */
  source: SgNode
  /** Without what comes as a namespace. */
  names: ImportedName[]
  /** Whether these are all of its names, and nothing else is done with it. */
  isPlain: boolean
}

const NAMED = new RegExp(
  `^(${libraries.map(({ name }) => name.replaceAll('.', '\\.')).join('|')})(/|$)`,
)

/** The imports of those libraries in a file. */
export function libraryImports(root: SgNode): LibraryImport[] {
  return root
    .findAll({ rule: { kind: 'string_fragment', regex: NAMED.source } })
    .flatMap((fragment) => readImport(fragment) ?? [])
}

function readImport(fragment: SgNode): LibraryImport | undefined {
  const [, name] = NAMED.exec(fragment.text())!
  const library = libraries.find((one) => one.name === name)!
  const source = fragment.parent()!
  const parent = source.parent()!
  // A file of the package is not what its exports are.
  const isWhole = fragment.text() === name
  const base = { library, source }
  if (parent.kind() === 'import_statement') {
    const names = importedNames(parent)
    const isPlain = isWhole && !parent.find({ rule: { kind: 'namespace_import' } })
    return { ...base, node: parent, form: 'import', names, isPlain: isPlain && names.length > 0 }
  }
  if (parent.kind() === 'export_statement' || parent.kind() === 'import_require_clause') {
    const node = parent.kind() === 'export_statement' ? parent : parent.parent()!
    return { ...base, node, form: 'other', names: [], isPlain: false }
  }
  const call = parent.parent()
  const callee = call?.field('function')?.text()
  if (callee !== 'require' && callee !== 'import') return undefined
  const declarator = call!.parent()!
  if (callee === 'require' && declarator.kind() === 'variable_declarator') {
    const names = declaredNames(declarator.field('name')!)
    return {
      ...base,
      node: declarator,
      form: 'require',
      names: names ?? [],
      isPlain: isWhole && names !== undefined,
    }
  }
  return { ...base, node: call!, form: 'other', names: [], isPlain: false }
}

function importedNames(statement: SgNode): ImportedName[] {
  const isTypeOnly = /^import\s+type\b/.test(statement.text())
  const clause = statement.children().find((child) => child.kind() === 'import_clause')
  const byDefault = clause?.children().find((child) => child.kind() === 'identifier')
  const specifiers = statement.findAll({ rule: { kind: 'import_specifier' } }).map((specifier) => {
    const exported = specifier.field('name')!.text()
    const local = specifier.field('alias')?.text() ?? exported
    return { exported, local, isType: isTypeOnly || /^type\s/.test(specifier.text()) }
  })
  return [
    ...(byDefault ? [{ exported: 'default', local: byDefault.text(), isType: isTypeOnly }] : []),
    ...specifiers,
  ]
}

/** What a declaration with a `require` names; undefined where it is more than names. */
function declaredNames(pattern: SgNode): ImportedName[] | undefined {
  const name = (exported: string, local: string) => ({ exported, local, isType: false })
  if (pattern.kind() === 'identifier') return [name('default', pattern.text())]
  if (pattern.kind() !== 'object_pattern') return undefined
  const names: ImportedName[] = []
  for (const part of pattern.children().filter((child) => child.isNamed())) {
    if (part.kind() === 'shorthand_property_identifier_pattern')
      names.push(name(part.text(), part.text()))
    else if (part.kind() === 'pair_pattern' && part.field('value')!.kind() === 'identifier')
      names.push(name(part.field('key')!.text(), part.field('value')!.text()))
    else return undefined
  }
  return names
}
