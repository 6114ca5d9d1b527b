// `npm run docs`: the API reference from the comments in the sources, with README and the guides as its pages, in docs/; beside it
// the same as text for language models: llms.txt says what there is, llms-full.txt has all of it. A broken link fails it.
import { globSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Application, LogLevel } from 'typedoc'
import jsr from '../../jsr.json' with { type: 'json' }
import { llmsFull, llmsIndex, pageOf } from './llms.ts'

const root = join(import.meta.dirname, '../..')
const out = join(root, 'docs')
const guides = globSync('examples/**/*.md', {
  cwd: root,
  exclude: ['**/node_modules/**'],
}).toSorted()
const pages = [
  ...globSync('test/{bench,chaos,compare,runtimes,storm}/*.md', { cwd: root }).toSorted(),
  'CONTRIBUTING.md',
  'SECURITY.md',
  'CHANGELOG.md',
]

rmSync(out, { recursive: true, force: true })
const app = await Application.bootstrap({
  name: 'millrace',
  entryPoints: Object.values(jsr.exports).map((path) => join(root, path)),
  readme: join(root, 'README.md'),
  projectDocuments: [...guides, ...pages].map((path) => join(root, path)),
  tsconfig: join(root, 'src/tsconfig.json'),
  out,
  // There is no address of the sources to link to.
  disableSources: true,
  excludePrivate: true,
  includeVersion: true,
  navigation: { includeGroups: true },
  highlightLanguages: ['bash', 'css', 'html', 'js', 'json', 'sh', 'svelte', 'ts', 'tsx', 'vue'],
  searchInComments: true,
  searchInDocuments: true,
  validation: { invalidLink: true, invalidPath: true, notExported: false, rewrittenLink: true },
  treatWarningsAsErrors: true,
  logLevel: LogLevel.Warn,
})
const project = await app.convert()
if (project) {
  app.validate(project)
  await app.generateOutputs(project)
}
if (!project || app.logger.hasErrors() || app.logger.hasWarnings()) {
  console.error('✗ The documentation has faults, see above')
  process.exit(1)
}

const texts = ['README.md', ...guides, ...pages].map((path) =>
  pageOf(path, readFileSync(join(root, path), 'utf8')),
)
writeFileSync(join(out, 'llms.txt'), llmsIndex(texts))
writeFileSync(join(out, 'llms-full.txt'), llmsFull(texts))
console.log(`✓ docs/index.html, docs/llms.txt, docs/llms-full.txt: ${texts.length} pages`)
