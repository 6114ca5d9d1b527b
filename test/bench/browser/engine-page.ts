// What runs in the page of an engine that is started as its system has it: every client in turn, each figure posted.
import type { Assignment, CaseResult, Report } from '../../runtimes/report.ts'
import { rateOf } from '../consumers.ts'
import { interleave } from '../rounds.ts'
import { clients } from './page-clients.ts'

/** What is to be measured. */
export interface Plan {
  names: string[]
  rounds: number
  events: number
  seconds: number
}

/** Put in by the bundler. */
declare const PLAN: Plan

async function runSuite({ place, where, server, reports }: Assignment): Promise<void> {
  const report = async (message: { result: CaseResult } | { done: true }) => {
    const body = JSON.stringify({ place, ...message } satisfies Report)
    await fetch(reports, { method: 'POST', body })
  }
  if (where === 'page') {
    const { names, rounds, events, seconds } = PLAN
    await interleave(names, rounds, async (name) => {
      const { rate } = await rateOf(
        clients[name]!,
        `${server}/blast?events=${events}`,
        events,
        seconds,
      )
      await report({ result: { name, outcome: 'passed', found: String(rate) } })
      return { rate }
    })
  }
  await report({ done: true })
}

Object.assign(globalThis, { runSuite })
