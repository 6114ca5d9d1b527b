import { readAsked } from './asked.ts'
import { codeOf, type Language } from './code.ts'
import { Connection } from './connection.ts'
import { EventTable } from './event-table.ts'
import { buildForm, fill } from './form.ts'
import { Plots } from './plots.ts'
import type { Recorded } from './recording.ts'
import { drawStrip, showMoments } from './timeline.ts'

const find = <Found extends Element = HTMLElement>(selector: string) =>
  document.querySelector<Found>(selector)!

/** How often the plots are drawn, in milliseconds. */
const PLOTTED = 250

const form = find<HTMLFormElement>('#asked')
const filter = find<HTMLInputElement>('#filter')
const language = find<HTMLSelectElement>('#language')
const plots = new Plots(find('#rate'), find('#gaps'))
const table = new EventTable(find('#events'), showDetail)
let connection: Connection | undefined
let plottedAt = 0
/** What is drawn needs no drawing any more: it is over, and nothing was changed. */
let isStill = false

function connect(): void {
  connection?.close()
  connection = undefined
  find('#wrong').textContent = ''
  table.clear()
  try {
    connection = new Connection(readAsked(form))
    connection.recording.filter(filter.value)
    isStill = false
    show()
  } catch (error) {
    find('#wrong').textContent = (error as Error).message
  }
}

/** The data of an event: as JSON if it is such, else as it came. */
function showDetail(event: Recorded | undefined): void {
  find('#detail').textContent = event ? pretty(event.data) : ''
  find('#which').textContent = event
    ? `${event.type}, last event ID ${event.lastEventId || 'empty'}`
    : 'Choose an event to see its data.'
}

function pretty(data: string): string {
  try {
    return JSON.stringify(JSON.parse(data), null, 2)
  } catch {
    return data
  }
}

function showCode(): void {
  try {
    find('#code').textContent = codeOf(readAsked(form), language.value as Language)
  } catch (error) {
    find('#code').textContent = (error as Error).message
  }
}

/** Once a frame, however fast events come. */
function draw(): void {
  requestAnimationFrame(draw)
  show()
}

function show(): void {
  if (!connection || isStill) return
  const { life, recording, now } = connection
  const isOver = life.state === 'closed'
  const until = isOver ? life.states.at(-1)!.at : now
  find('#state').className = `state ${life.state}`
  find('#state').textContent = life.state
  find('#counted').textContent = recording.count.toLocaleString('en')
  find('#comments').textContent = recording.comments.toLocaleString('en')
  find('#requests').textContent = String(life.requests)
  find('#last').textContent = connection.lastEventId || '–'
  find('#shown').textContent = filter.value
    ? `${recording.shown.length.toLocaleString('en')} shown`
    : ''
  find<HTMLButtonElement>('#close').disabled = isOver
  table.show(recording.shown)
  drawStrip(find<HTMLCanvasElement>('#strip'), life, recording, until)
  showMoments(find('#moments'), life, until)
  if (isOver || now - plottedAt > PLOTTED || plottedAt > now) {
    plots.show(recording, until)
    plottedAt = now
  }
  isStill = isOver
}

buildForm(form)
form.onsubmit = (event) => {
  event.preventDefault()
  connect()
}
form.oninput = ({ target }) => {
  const { name, value } = target as HTMLSelectElement
  if (name === 'preset') fill(form, Number(value))
  showCode()
}
language.onchange = showCode
filter.oninput = () => {
  connection?.recording.filter(filter.value)
  isStill = false
}
find<HTMLButtonElement>('#close').onclick = () => connection?.close()
find<HTMLButtonElement>('#copy').onclick = async () => {
  const button = find('#copy')
  await navigator.clipboard.writeText(find('#code').textContent)
  button.textContent = 'Copied'
  setTimeout(() => (button.textContent = 'Copy'), 1500)
}
document.onkeydown = (event) => {
  const isTyping = (event.target as Element).matches('input, textarea, select')
  if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) connect()
  else if (event.key === 'Escape') connection?.close()
  else if (event.key === '/' && !isTyping) {
    event.preventDefault()
    filter.focus()
  }
}
addEventListener('resize', () => (isStill = false))
matchMedia('(prefers-color-scheme: dark)').onchange = () => (isStill = false)

fill(form, 0)
showCode()
showDetail(undefined)
connect()
draw()
