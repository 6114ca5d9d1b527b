import { declareValuePlugin, PluginKind } from '@stryker-mutator/api/plugin'

/** What is read of a node of the syntax tree. */
type Node =
  | { type: 'StringLiteral'; value: string }
  | { type: 'TemplateLiteral'; quasis: { value: { raw: string } }[] }
  | { type: 'other' }

/** Leaves texts for people as they are: that an error says what was expected is tested, its every word is not. */
export const strykerPlugins = [
  declareValuePlugin(PluginKind.Ignore, 'sentences', {
    shouldIgnore(path) {
      const { node } = path as unknown as { node: Node }
      return textsOf(node).some((text) => /[a-z]\W* [a-z]/i.test(text)) ? 'a sentence' : undefined
    },
  }),
]

function textsOf(node: Node): string[] {
  if (node.type === 'StringLiteral') return [node.value]
  return node.type === 'TemplateLiteral' ? node.quasis.map(({ value }) => value.raw) : []
}
