import { expect, test } from 'vitest'
import { llmsFull, llmsIndex, pageOf } from './llms.ts'

const readme = pageOf(
  'README.md',
  '# one\n\n[![badge](b.svg)](b)\n\nReads streams,\nand more.\n\n## Use\n\nText.\n',
)
const guide = pageOf('examples/a.md', '# A guide\n\n| a |\n| - |\n\nFrom there to here.\n')

test('the index says what it is, and lists the pages with what each is about', () => {
  expect(llmsIndex([readme, guide])).toBe(
    [
      '# one',
      '> Reads streams, and more.',
      'README.md has: Use.',
      '## Pages',
      '- [A guide](examples/a.md): From there to here.',
      '',
    ].join('\n\n'),
  )
})

test('the whole has every page, and says where each is from', () => {
  const full = llmsFull([readme, guide])
  expect(full).toContain('<!-- README.md -->\n\n# one')
  expect(full).toContain('<!-- examples/a.md -->\n\n# A guide')
})
