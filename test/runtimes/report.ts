// What passes between the suite, wherever it runs, and the runner.

/** What the suite is told when it is started. */
export interface Assignment {
  /** The name under which it reports, such as "Firefox, shared worker". */
  place: string
  /** Cases may be only for a page, or only for what is neither a page nor in a browser. */
  where: 'page' | 'worker' | 'no page'
  /** What the faces get as `fetch`; default the platform's. */
  transport?: 'XMLHttpRequest'
  /** Where to ask the test server. */
  server: string
  /** Where to post the results. */
  reports: string
}

/** What became of a case. */
export interface CaseResult {
  /** With its theme. */
  name: string
  outcome:
    | 'passed'
    | 'failed'
    /** It is listed among the known limits, and failed as it says there. */
    | 'limited'
    /** It is not run: another case shows the same limit. */
    | 'not run'
  /** Why it failed. */
  error?: string
  /** What the case has found out about the platform, for the README. */
  found?: string
}

/** One message of the suite: the result of a case, or that there are no more. */
export type Report = { place: string } & ({ result: CaseResult } | { done: true; error?: string })
