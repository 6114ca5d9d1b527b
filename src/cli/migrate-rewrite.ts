import type { Edit, SgNode } from '@ast-grep/napi'
import { callsOf, optionsOf } from './migrate-calls.ts'
import type { ImportedName, LibraryImport } from './migrate-imports.ts'

const CONSTANTS = new Set(['CONNECTING', 'OPEN', 'CLOSED'])

/** What is written in place of an import, and what changes with it; or why that is not all there is to do. */
export type Rewrite = { text: string; edits: Edit[] } | { why: string }

/** The import as it is here, where that is known to be right. */
export function rewriteImport(root: SgNode, one: LibraryImport): Rewrite | undefined {
  const { library, node, form, names, isPlain } = one
  const { imports, same } = library
  if (!imports) return undefined
  if (!isPlain || form === 'other') return { why: 'in this form it is left to you' }
  const unknown = names.find(({ exported }) => !Object.hasOwn(imports.names, exported))
  if (unknown) return { why: `${unknown.exported} is left to you` }

  const edits: Edit[] = []
  // With the signature of the library itself, whatever is given to it is right.
  if (imports.from === 'millrace') {
    for (const { local, exported } of names) {
      for (const call of callsOf(root, local)) {
        const options = optionsOf(call)
        if (!options) return { why: 'the options of its calls are not all to be seen' }
        const other = options.find((option) => !same.includes(option.name))
        if (other) return { why: `the option ${other.name} is another here` }
      }
      if (isPassedOn(root, local)) return { why: `${local} is handed to others` }
      if (imports.names[exported] === undefined) {
        const annotations = listenerTypes(root, local)
        if (!annotations) return { why: `the type ${exported} is another here` }
        edits.push(...annotations.map((annotation) => annotation.replace('')))
      }
    }
  }
  if (kept(one).length === 0) return { why: 'leave it out, as its types need not be named' }
  const text = form === 'require' ? asRequire(one) : asImport(one)
  return { text, edits: [node.replace(text), ...edits] }
}

function asImport(one: LibraryImport): string {
  const isType = isTypeOnly(one.node)
  const names = kept(one).map((name) => {
    const type = name.isType && !isType ? 'type ' : ''
    return type + (name.here === name.local ? name.here : `${name.here} as ${name.local}`)
  })
  const end = one.node.text().endsWith(';') ? ';' : ''
  return `import ${isType ? 'type ' : ''}{ ${names.join(', ')} } from ${source(one)}${end}`
}

function asRequire(one: LibraryImport): string {
  const names = kept(one).map(({ here, local }) => (here === local ? here : `${here}: ${local}`))
  return `{ ${names.join(', ')} } = require(${source(one)})`
}

function source({ library, source }: LibraryImport): string {
  const [quote] = source.text()
  return `${quote}${library.imports!.from}${quote}`
}

function kept({ library, names }: LibraryImport): (ImportedName & { here: string })[] {
  return names.flatMap((name) => {
    const here = library.imports!.names[name.exported]
    return here === undefined ? [] : [{ ...name, here }]
  })
}

function isTypeOnly(statement: SgNode): boolean {
  return /^import\s+type\b/.test(statement.text())
}

/** Whether a name is used for more than `new`, `instanceof`, and its constants. */
function isPassedOn(root: SgNode, name: string): boolean {
  return named(root, 'identifier', name).some((use) => {
    const parent = use.parent()!
    switch (parent.kind()) {
      case 'import_clause':
      case 'import_specifier':
      case 'pair_pattern':
      case 'new_expression':
        return false
      case 'member_expression':
        return !CONSTANTS.has(parent.field('property')!.text())
      case 'variable_declarator':
        return parent.field('name')?.id() !== use.id()
      case 'binary_expression':
        return parent.field('operator')?.text() !== 'instanceof'
      default:
        return true
    }
  })
}

/**
 * The annotations by a type that need not be there: of what a listener is given, where it is written right there, its type is
 * known. Undefined where the type is used for more.
 */
function listenerTypes(root: SgNode, type: string): SgNode[] | undefined {
  const uses = named(root, 'type_identifier', type)
  const annotations = uses.map((use) => use.parent()!)
  return annotations.every(isOfListener) ? annotations : undefined
}

function isOfListener(annotation: SgNode): boolean {
  const parameters = annotation.parent()?.parent()
  const listener = parameters?.parent()
  const place = listener?.parent()
  if (annotation.kind() !== 'type_annotation' || parameters?.kind() !== 'formal_parameters')
    return false
  if (!/^(arrow_function|function_expression)$/.test(String(listener!.kind()))) return false
  if (place?.kind() === 'assignment_expression')
    return place.field('left')!.text().endsWith('.onerror')
  const callee = place?.parent()?.field('function')?.text() ?? ''
  return place?.kind() === 'arguments' && callee.endsWith('.addEventListener')
}

function named(root: SgNode, kind: 'identifier' | 'type_identifier', name: string): SgNode[] {
  return root.findAll({ rule: { kind } }).filter((node) => node.text() === name)
}
