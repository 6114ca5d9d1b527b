import type { Life, Moment, State } from './life.ts'
import { BUCKET, type Recording } from './recording.ts'

/** How many lines of the connection's life are in the page. */
const LINES = 200
/** What is drawn, in milliseconds: this much at the least, that much at the most. */
const [LEAST, MOST] = [5000, 60_000]
const [HEIGHT, BAND] = [72, 12]

const colors: Record<State, string> = {
  connecting: '--warn',
  open: '--good',
  waiting: '--wait',
  closed: '--dim',
}

const words: Record<Moment['kind'], string> = {
  request: 'request',
  response: 'response',
  open: 'open',
  retry: 'retry',
  discarded: 'discarded',
  events: 'event',
  comments: 'comment',
  lost: 'lost',
  waiting: 'waiting',
  closed: 'closed',
  error: 'error',
}

/** Draws the last minute: bars for events, a band for the state, a line where the connection was lost. */
export function drawStrip(
  canvas: HTMLCanvasElement,
  life: Life,
  recording: Recording,
  now: number,
): void {
  const { devicePixelRatio: scale } = globalThis
  const width = canvas.clientWidth
  if (canvas.width !== width * scale) {
    canvas.width = width * scale
    canvas.height = HEIGHT * scale
  }
  const style = getComputedStyle(canvas)
  const color = (name: string) => style.getPropertyValue(name)
  const span = Math.min(Math.max(now, LEAST), MOST)
  const from = Math.max(0, now - span)
  const x = (at: number) => ((at - from) / span) * width
  const context = canvas.getContext('2d')!
  context.setTransform(scale, 0, 0, scale, 0, 0)
  context.clearRect(0, 0, width, HEIGHT)

  context.fillStyle = color('--accent')
  const bar = Math.max((BUCKET / span) * width - 0.5, 1)
  for (let bucket = Math.floor(from / BUCKET); bucket * BUCKET <= now; bucket++) {
    const count = recording.buckets.get(bucket)
    if (!count) continue
    const height = Math.min(8 + 8 * Math.log2(count), HEIGHT - BAND - 4)
    context.fillRect(x(bucket * BUCKET), HEIGHT - BAND - 2 - height, bar, height)
  }
  life.states.forEach(({ at, state }, index) => {
    const end = life.states[index + 1]?.at ?? now
    if (end < from) return
    context.fillStyle = color(colors[state])
    context.fillRect(x(Math.max(at, from)), HEIGHT - BAND, Math.max(x(end) - x(at), 1), BAND)
  })
  context.fillStyle = color('--bad')
  for (const at of life.losses) if (at >= from) context.fillRect(x(at) - 1, 0, 2, HEIGHT)
}

/** Shows the last lines of a connection's life, and how long there still is to wait. */
export function showMoments(list: HTMLElement, { moments }: Life, now: number): void {
  const last = moments.slice(-LINES)
  const isAtEnd = list.scrollTop + list.clientHeight > list.scrollHeight - 8
  while (list.childElementCount > last.length) list.lastElementChild!.remove()
  while (list.childElementCount < last.length) list.append(line())
  last.forEach((moment, index) => {
    const row = list.children[index] as HTMLElement
    const { at, kind, text, count, due } = moment
    const left = due === undefined || moment !== moments.at(-1) ? 0 : due - now
    const said = left > 0 ? `${text}, ${(left / 1000).toFixed(1)} s left` : text
    const plural =
      kind === 'events' || kind === 'comments' ? `${count} ${words[kind]}` : words[kind]
    set(row, kind, [`${(at / 1000).toFixed(3)} s`, plural + (count > 1 ? 's' : ''), said])
  })
  if (isAtEnd) list.scrollTop = list.scrollHeight
}

function line(): HTMLElement {
  const row = document.createElement('li')
  row.append(...['time', 'strong', 'span'].map((name) => document.createElement(name)))
  return row
}

/** Touches only what is not so yet. */
function set(row: HTMLElement, kind: string, texts: string[]): void {
  if (row.className !== kind) row.className = kind
  texts.forEach((text, index) => {
    const cell = row.children[index]!
    if (cell.textContent !== text) cell.textContent = text
  })
}
