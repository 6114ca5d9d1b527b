/** A page of the documentation, as text. */
export interface Page {
  path: string
  title: string
  /** Its first paragraph, on one line. */
  summary: string
  text: string
}

export function pageOf(path: string, text: string): Page {
  const title = /^# (.+)$/m.exec(text)?.[1] ?? path
  const summary = /^(?![#|<`!\s>[-]).+(?:\n(?!\n).+)*/m.exec(text)?.[0] ?? ''
  return { path, title, summary: summary.replaceAll(/\s+/g, ' '), text }
}

/** The index, in the form that llmstxt.org describes: what it is, then a list of links. */
export function llmsIndex(pages: Page[]): string {
  const [readme, ...others] = pages
  const sections = readme!.text.matchAll(/^## (.+)$/gm)
  return [
    `# ${readme!.title}`,
    `> ${readme!.summary}`,
    `${readme!.path} has: ${Array.from(sections, ([, heading]) => heading).join('; ')}.`,
    '## Pages',
    others.map(({ path, title, summary }) => `- [${title}](${path}): ${summary}`).join('\n'),
    '',
  ].join('\n\n')
}

/** All of it, page after page. */
export function llmsFull(pages: Page[]): string {
  return pages.map(({ path, text }) => `<!-- ${path} -->\n\n${text.trim()}\n`).join('\n')
}
