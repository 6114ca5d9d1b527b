/** The figures of one contender, one a round. */
export class Series {
  readonly values: readonly number[]

  constructor(values: readonly number[]) {
    this.values = values
  }

  get median(): number {
    return this.#quantile(0.5)
  }

  /** Half of what the middle half of the rounds spans, as a part of the median. */
  get spread(): number {
    return (this.#quantile(0.75) - this.#quantile(0.25)) / 2 / Math.abs(this.median)
  }

  /** Round by round, so that what disturbs a whole round disturbs no ratio. */
  over(other: Series): Series {
    return new Series(this.values.map((value, round) => value / other.values[round]!))
  }

  minus(other: Series): Series {
    return new Series(this.values.map((value, round) => value - other.values[round]!))
  }

  /** The better of both, round by round. */
  max(other: Series): Series {
    return new Series(this.values.map((value, round) => Math.max(value, other.values[round]!)))
  }

  #quantile(part: number): number {
    const sorted = this.values.toSorted((a, b) => a - b)
    const at = (sorted.length - 1) * part
    const below = sorted[Math.floor(at)]!
    return below + (sorted[Math.ceil(at)]! - below) * (at % 1)
  }
}

/** What a measurement gives: a figure for each of several things. */
type Figures<Name extends string> = { [name in Name]: number }

/**
 * Measures each contender once a round, each round beginning with another one, and after a first round that does not
 * count; a single round is only to see that it works. Returns the series of each contender, by what is measured.
 */
export async function interleave<Contender, Name extends string>(
  contenders: readonly Contender[],
  rounds: number,
  measure: (contender: Contender) => Figures<Name> | Promise<Figures<Name>>,
): Promise<Map<Contender, { [name in Name]: Series }>> {
  const measured = new Map(contenders.map((contender) => [contender, [] as Figures<Name>[]]))
  for (let round = rounds > 1 ? 0 : 1; round <= rounds; round++) {
    const first = round % contenders.length
    for (const contender of [...contenders.slice(first), ...contenders.slice(0, first)]) {
      const figures = await measure(contender)
      if (round > 0) measured.get(contender)!.push(figures)
    }
  }
  return new Map(Array.from(measured, ([contender, figures]) => [contender, series(figures)]))
}

function series<Name extends string>(figures: Figures<Name>[]): { [name in Name]: Series } {
  const names = Object.keys(figures[0]!) as Name[]
  const entries = names.map((name) => [name, new Series(figures.map((each) => each[name]))])
  return Object.fromEntries(entries) as { [name in Name]: Series }
}
