import { openAlone, openShared } from './ticks.ts'

const find = <Found extends HTMLElement>(selector: string) =>
  document.querySelector<Found>(selector)!

const isAlone = new URLSearchParams(location.search).has('alone')

/** What a role means to who looks at the tab. */
const roles: Record<string, string> = {
  joining: 'joins',
  follower: 'follows',
  promoting: 'is about to lead',
  leader: 'leads',
  suspended: 'sleeps',
  closed: 'has left',
}

let last: number | undefined
let count = 0
let missing = 0
let twice = 0

function log(text: string): void {
  const line = document.createElement('li')
  line.textContent = `${new Date().toLocaleTimeString()}  ${text}`
  find('#log').prepend(line)
  while (find('#log').childElementCount > 100) find('#log').lastElementChild!.remove()
}

function show(role: string): void {
  const text = roles[role] ?? role
  find('#role').textContent = `This tab ${text}`
  find('#role').className = role
  document.title = role === 'leader' ? '★ leads' : text
  log(text)
}

function setState(state: string, text = state): void {
  find('output').className = `state ${state}`
  find('output').textContent = text
}

const source = isAlone
  ? openAlone()
  : openShared((record) => {
      if (record.type === 'role') show(record.role)
      if (record.type === 'alone') log(`shares with no other: ${record.reason}`)
      if (record.type === 'request') log('asks the server')
    })

if (isAlone) {
  show('alone')
  find('#role').textContent = 'This tab shares nothing'
  find<HTMLAnchorElement>('#mode').href = '/'
  find('#mode').textContent = 'Share one connection'
  find<HTMLAnchorElement>('#another').href = '/?alone'
}

source.onopen = ({ resumedFrom }) => {
  setState('open')
  log(resumedFrom === '' ? 'open' : `open, resumed from ${resumedFrom}`)
}
source.onerror = (event) => {
  if (!event.error) return
  setState(event.reconnectIn === null ? 'failed' : 'connecting', event.message)
  log(event.message)
}
source.addEventListener('tick', ({ data: { number, connections, opened } }) => {
  if (last !== undefined && number > last + 1) missing += number - last - 1
  if (last !== undefined && number <= last) twice++
  last = number
  find('#number').textContent = String(number)
  find('#count').textContent = String(++count)
  find('#missing').textContent = String(missing)
  find('#twice').textContent = String(twice)
  find('#connections').textContent = String(connections)
  find('#opened').textContent = String(opened)
})

find('#leave').onclick = () => {
  source.close()
  setState('closed')
}
find('#again').onclick = () => source.reconnect()
find('#cut').onclick = () => void fetch('/api/cut', { method: 'POST' })
