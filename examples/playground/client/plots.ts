import {
  BarController,
  BarElement,
  CategoryScale,
  Chart,
  Filler,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
} from 'chart.js'
import { gapLimits, type Recording } from './recording.ts'

Chart.register(
  BarController,
  BarElement,
  CategoryScale,
  Filler,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
)
// Seen on a light ground and on a dark one.
Chart.defaults.color = '#808994'
Chart.defaults.borderColor = 'rgb(128 137 148 / 20%)'
Chart.defaults.font.size = 11

/** How many seconds of the rate are plotted. */
const SECONDS = 60

const gapLabels = [...gapLimits.map((limit) => `≤ ${limit}`), `> ${gapLimits.at(-1)}`]
const common = { animation: false, maintainAspectRatio: false } as const

/** The rate of events by the second, and how many gaps were how long. */
export class Plots {
  readonly #rate: Chart<'line', number[]>
  readonly #gaps: Chart<'bar', number[]>

  constructor(rate: HTMLCanvasElement, gaps: HTMLCanvasElement) {
    this.#rate = new Chart(rate, {
      type: 'line',
      data: {
        labels: [],
        datasets: [
          {
            data: [],
            borderColor: '#4c82ea',
            backgroundColor: '#4c82ea22',
            fill: true,
            borderWidth: 2,
          },
        ],
      },
      options: {
        ...common,
        elements: { point: { radius: 0 } },
        scales: { x: { display: false }, y: { beginAtZero: true, ticks: { maxTicksLimit: 5 } } },
      },
    })
    this.#gaps = new Chart(gaps, {
      type: 'bar',
      data: { labels: gapLabels, datasets: [{ data: [], backgroundColor: '#2f9a55' }] },
      options: { ...common, scales: { y: { ticks: { precision: 0, maxTicksLimit: 5 } } } },
    })
  }

  show(recording: Recording, now: number): void {
    // From a second with nothing in it, before the first event, to this one.
    const seconds = Math.min(Math.ceil(now / 1000) + 1, SECONDS)
    const ends = Array.from({ length: seconds }, (_, index) => now - 1000 * (seconds - 1 - index))
    this.#rate.data.labels = ends
    this.#rate.data.datasets[0]!.data = ends.map((end) => recording.rateAt(end))
    this.#rate.update()
    this.#gaps.data.datasets[0]!.data = recording.gaps
    this.#gaps.update()
  }
}
