import type { SgNode } from '@ast-grep/napi'

/** An option that a call is given. */
export interface GivenOption {
  name: string
  node: SgNode
}

/** Calls of a name, and what is made of it with `new`. */
export function callsOf(root: SgNode, name: string): SgNode[] {
  return root
    .findAll({ rule: { any: [{ kind: 'new_expression' }, { kind: 'call_expression' }] } })
    .filter((node) => (node.field('constructor') ?? node.field('function'))?.text() === name)
}

/** The options of a call, which are its last argument; undefined where not all of them are written out there. */
export function optionsOf(call: SgNode): GivenOption[] | undefined {
  const given = (call.field('arguments')?.children() ?? []).filter(isCode)
  const last = given.at(-1)
  if (!last || (given.length < 2 && last.kind() !== 'object')) return []
  if (last.kind() !== 'object') return undefined
  const options: GivenOption[] = []
  for (const node of last.children().filter(isCode)) {
    const key = node.field('key') ?? node.field('name') ?? node
    if (node.kind() === 'spread_element' || key.kind() === 'computed_property_name')
      return undefined
    options.push({ name: key.text().replace(/^['"](.*)['"]$/, '$1'), node })
  }
  return options
}

function isCode(node: SgNode): boolean {
  return node.isNamed() && node.kind() !== 'comment'
}
