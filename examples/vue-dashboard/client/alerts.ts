import type { Metric, Sample } from './sample.ts'

export type Thresholds = Record<Metric, number>

/** A second: one sample over a threshold is no alert, and one below is no end of it. */
const IN_A_ROW = 4

/** The metrics that are over their threshold, and have been for a second; or have not yet been below it for one. */
export function alertsOf(samples: Sample[], thresholds: Thresholds): Metric[] {
  return (Object.keys(thresholds) as Metric[]).filter((metric) => {
    let isAlert = false
    let against = 0
    for (const sample of samples) {
      const isOver = sample[metric] > thresholds[metric]
      against = isOver === isAlert ? 0 : against + 1
      if (against === IN_A_ROW) {
        isAlert = isOver
        against = 0
      }
    }
    return isAlert
  })
}
