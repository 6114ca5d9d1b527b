// In a page of an example: uses it as a person would, and reports to the runner.
import { equal } from '../../faces/assert.ts'
import type { CaseResult, Report } from '../../runtimes/report.ts'

/** No example takes so long, unless it hangs. */
const LIMIT = 30_000

const complaints: string[] = []
const note = (...args: unknown[]) => void complaints.push(args.map(String).join(' '))
Object.assign(console, { error: note, warn: note })
addEventListener('error', ({ message }) => note(message))
addEventListener('unhandledrejection', ({ reason }) => note(reason))

/** Does what a person would do, and expects that nothing is said on the console. */
export async function drive(use: () => Promise<void>): Promise<void> {
  const params = new URL(location.href).searchParams
  const reports = params.get('reports')!
  const report = (message: Report) =>
    fetch(reports, { method: 'POST', mode: 'no-cors', body: JSON.stringify(message) })
  const [place, ...others] = params.getAll('place') as [string, ...string[]]
  await report({ place, result: { name: document.title, ...(await resultOf(use)) } })
  // There is nothing for workers to do.
  for (const one of [place, ...others]) await report({ place: one, done: true })
}

async function resultOf(use: () => Promise<void>): Promise<Omit<CaseResult, 'name'>> {
  const tooLate = new Promise<never>((_, reject) => {
    const fail = () => reject(new Error(`Not done: ${document.body.innerText}`))
    setTimeout(fail, LIMIT)
  })
  try {
    await Promise.race([use(), tooLate])
    equal(complaints, [], 'complaints')
    return { outcome: 'passed' }
  } catch (error) {
    return { outcome: 'failed', error: `${String(error)}; ${complaints.join('; ')}` }
  }
}

/** What is found, as soon as it is there. */
export async function until<Found>(find: () => Found | null | undefined | false): Promise<Found> {
  for (;;) {
    const found = find()
    if (found) return found
    await new Promise<void>((resolve) => {
      const observer = new MutationObserver(() => {
        observer.disconnect()
        resolve()
      })
      const all = { attributes: true, characterData: true, childList: true, subtree: true }
      observer.observe(document, all)
    })
  }
}

/** Presses a button, as soon as it is there. */
export async function press(name: string): Promise<void> {
  const buttons = () => Array.from(document.querySelectorAll('button'))
  const button = await until(() => buttons().find(({ innerText }) => innerText.trim() === name))
  button.click()
}
