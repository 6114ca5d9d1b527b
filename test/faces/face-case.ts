import type { CaseContext, Connect } from './context.ts'

/** One behaviour of the faces, to be shown over a real connection; needs no test runner. */
export interface FaceCase {
  name: string
  /** Default: everywhere. */
  where?: 'page' | 'no page'
  run(context: CaseContext): Promise<void>
}

type Run = (connect: Connect, context: CaseContext) => Promise<void>

/** The same behaviour of `FetchEventSource` and of `fetchEvents`: `connect` makes a probe of the one, then of the other. */
export function bothFaces(name: string, run: Run): FaceCase[] {
  return [
    {
      name: `FetchEventSource: ${name}`,
      run: (context) => run((...args) => context.connectSource(...args), context),
    },
    {
      name: `fetchEvents: ${name}`,
      run: (context) => run((...args) => context.connectLoop(...args), context),
    },
  ]
}

/** Only where there is a page, or only where there is none. */
export function only(where: 'page' | 'no page', cases: FaceCase[]): FaceCase[] {
  return cases.map((faceCase) => ({ ...faceCase, where }))
}

/** A request that must not be repeated blindly. */
export const post = { method: 'POST', body: 'question' }

/** The methods that reconnect by different rules, and a name for each. */
export const methods: [name: string, init: { method?: string; body?: string }][] = [
  ['GET', {}],
  ['POST', post],
]
