import { join } from 'node:path'
import ts from 'typescript'
import { root } from './readme-snippets.ts'

/** Type-checks modules in which `millrace` is the sources. Returns what is wrong with each. */
export function typeErrors(modules: string[]): string[][] {
  const options = compilerOptions()
  const host = ts.createCompilerHost(options)
  const { fileExists, readFile, getSourceFile } = host
  const texts = new Map(modules.map((text, index) => [join(root, `snippet-${index}.tsx`), text]))
  host.fileExists = (path) => texts.has(path) || fileExists(path)
  host.readFile = (path) => texts.get(path) ?? readFile(path)
  host.getSourceFile = (path, target, ...rest) =>
    texts.has(path)
      ? ts.createSourceFile(path, texts.get(path)!, target)
      : getSourceFile(path, target, ...rest)

  const program = ts.createProgram([...texts.keys()], options, host)
  return Array.from(texts.keys(), (path) =>
    ts
      .getPreEmitDiagnostics(program, program.getSourceFile(path))
      .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n')),
  )
}

/** Those of the repository, less two that most readers do without. */
function compilerOptions(): ts.CompilerOptions {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile)
  return {
    ...ts.parseJsonConfigFileContent({ ...config, files: [], include: [] }, ts.sys, root).options,
    noUnusedLocals: false,
    noUncheckedIndexedAccess: false,
    paths: { millrace: ['./src/index.ts'], 'millrace/*': ['./src/*.ts'] },
  }
}

/** The names of an interface's own members. */
export function memberNames(file: string, name: string): string[] {
  const source = ts.createSourceFile(
    file,
    ts.sys.readFile(join(root, file))!,
    ts.ScriptTarget.ES2022,
  )
  const declaration = source.statements.find(
    (statement) => ts.isInterfaceDeclaration(statement) && statement.name.text === name,
  ) as ts.InterfaceDeclaration
  return declaration.members.map((member) => (member.name as ts.Identifier).text)
}

/** The strings that a union type is made of. */
export function unionOf(file: string, name: string): string[] {
  const source = ts.createSourceFile(
    file,
    ts.sys.readFile(join(root, file))!,
    ts.ScriptTarget.ES2022,
  )
  const declaration = source.statements.find(
    (statement) => ts.isTypeAliasDeclaration(statement) && statement.name.text === name,
  ) as ts.TypeAliasDeclaration
  return (declaration.type as ts.UnionTypeNode).types.map(
    (type) => ((type as ts.LiteralTypeNode).literal as ts.StringLiteral).text,
  )
}
