import { join } from 'node:path'
import type { Options } from '../options.ts'
import { Child } from '../process/child.ts'
import { amount, ratio, type Report } from '../report.ts'
import { Series } from '../rounds.ts'
import type { Answer, Question } from './cell.ts'
import { AGAINST, LIMIT, MILLRACE, PEERS } from './contenders.ts'
import { corpora } from './corpora.ts'
import { cuts, forms } from './cuts.ts'
import type { MixedAnswer, MixedQuestion } from './mixed-cell.ts'

type Rates = Map<string, { wall: Series; cpu: Series }>

export async function measureParsers(options: Options): Promise<Report[]> {
  if (options.mixed) return measureMixed(options)
  const reports = [await measureCorpora(options)]
  if (options.only.test('large event')) reports.push(await measureLargeEvent(options))
  return reports
}

async function measureCorpora(options: Options): Promise<Report> {
  const cells = forms.flatMap((form) =>
    corpora.flatMap(({ name: corpus }) => cuts.map((cut) => ({ corpus, cut, form }))),
  )
  const wanted = cells.filter(({ corpus, cut, form }) =>
    options.only.test(`${corpus} | ${cut} | ${form}`),
  )
  const rows: string[][] = []
  for (const cell of options.quick ? wanted.slice(0, 1) : wanted) {
    const rates = await ask({ ...cell, ...settings(options, 0.15) })
    rows.push([cell.corpus, cell.cut, cell.form, ...columnsOf(rates)])
    console.log(rows.at(-1)!.join(' | '))
  }
  return {
    title: 'Parser',
    about:
      'MB/s, decoding included where the chunks are bytes. Limit: decoded, split into lines, the cut line carried, and nothing else. CPU: the ratio of CPU times, garbage collection in other threads included.',
    columns: ['corpus', 'cut', 'form', ...columns(options)],
    rows,
  }
}

async function measureMixed(options: Options): Promise<Report[]> {
  const reports: Report[] = []
  for (const afterOthers of [false, true]) {
    const rows: string[][] = []
    const ratios: number[] = []
    const wanted = corpora.filter(({ name }) => options.only.test(name))
    for (const { name: corpus } of options.quick ? wanted.slice(0, 1) : wanted) {
      const child = new Child(join(import.meta.dirname, 'mixed-cell.ts'))
      const question: MixedQuestion = { corpus, afterOthers, ...settings(options, 0.03) }
      const blocks = await child.ask<MixedAnswer>(question)
      await child.stop()
      for (const { cut, form, rates } of blocks) {
        const all = ratesOf(rates)
        rows.push([corpus, cut, form, ...columnsOf(all)])
        ratios.push(all.get(MILLRACE)!.cpu.over(betterPeer(all).cpu).median)
        console.log(rows.at(-1)!.join(' | '))
      }
    }
    const all = new Series(ratios)
    const least = Math.min(...ratios).toFixed(2)
    reports.push({
      title: afterOthers ? 'Parser, after every other kind of stream' : 'Parser, in mixed use',
      about: `MB/s. A process per corpus, its streams cut in every way in turn, garbage collected before each sample, a new parser each pass. By CPU time, ${all.median.toFixed(2)} × the better peer in the median, ${least} in the least.`,
      columns: ['corpus', 'cut', 'form', ...columns(options)],
      rows,
    })
  }
  return reports
}

async function measureLargeEvent(options: Options): Promise<Report> {
  const lengths = [16, 64, 256, 1 << 10, 1 << 12, 1 << 14, 1 << 16]
  const rows: string[][] = []
  for (const length of options.quick ? lengths.slice(-1) : lengths) {
    const corpus = { largeEvent: length }
    const rates = await ask({ corpus, cut: 'whole', form: 'bytes', ...settings(options, 0.05) })
    rows.push([String(length), ...columnsOf(rates)])
    console.log(rows.at(-1)!.join(' | '))
  }
  return {
    title: 'One event of 16 MiB',
    about: 'MB/s by the length of the chunks, in bytes.',
    columns: ['chunk', ...columns(options)],
    rows,
  }
}

function settings({ rounds, seconds, against }: Options, usual: number) {
  return { rounds, seconds: seconds ?? usual, against }
}

async function ask(question: Question): Promise<Rates> {
  const child = new Child(join(import.meta.dirname, 'cell.ts'))
  const answer = await child.ask<Answer>(question)
  await child.stop()
  return ratesOf(answer)
}

function ratesOf(answer: Answer): Rates {
  return new Map(
    answer.map(([name, { wall, cpu }]) => [name, { wall: new Series(wall), cpu: new Series(cpu) }]),
  )
}

function columns({ against }: Options): string[] {
  const usual = [MILLRACE, ...PEERS, LIMIT, '× better peer', '(CPU)', '× limit', '(CPU)']
  return against === undefined ? usual : [...usual, '× against', '(CPU)']
}

function betterPeer(rates: Rates) {
  const [one, two] = PEERS.map((peer) => rates.get(peer)!)
  return { wall: one!.wall.max(two!.wall), cpu: one!.cpu.max(two!.cpu) }
}

function columnsOf(rates: Rates): string[] {
  const ours = rates.get(MILLRACE)!
  const ratios = [betterPeer(rates), rates.get(LIMIT)!, rates.get(AGAINST)]
    .filter((other) => other !== undefined)
    .flatMap((other) => [ratio(ours.wall.over(other.wall)), ratio(ours.cpu.over(other.cpu))])
  const all = [MILLRACE, ...PEERS, LIMIT].map((name) => amount(rates.get(name)!.wall.median))
  return [...all, ...ratios]
}
