import { openScores } from './scores.ts'

interface Game {
  game: number
  home: string
  away: string
}

const find = <Found extends Element>(selector: string) => document.querySelector<Found>(selector)!
const chosen = new Set([0, 1, 2])
const games = (await (await fetch('/api/games')).json()) as Game[]
const { source, choose } = openScores(chosen)

let connections = 0

for (const { game, home, away } of games) {
  const row = find<HTMLTemplateElement>('#row').content.cloneNode(true) as HTMLElement
  const item = row.querySelector('li')!
  const box = row.querySelector('input')!
  item.id = `game-${game}`
  row.querySelector('.home')!.textContent = home
  row.querySelector('.away')!.textContent = away
  box.checked = chosen.has(game)
  box.ariaLabel = `${home} – ${away}`
  box.onchange = () => {
    choose(game, box.checked)
    item.classList.toggle('off', !box.checked)
  }
  item.classList.toggle('off', !box.checked)
  find('#games').append(row)
}

function show(game: number, part: string, text: string): void {
  find(`#game-${game} .${part}`).textContent = text
}

/** A line of what happened, newest first; the last hundred. */
function log(game: number, minute: number, kind: string, text: string): void {
  const { home, away } = games[game]!
  const line = document.createElement('li')
  const mark = document.createElement('i')
  mark.className = kind
  const where = document.createElement('span')
  where.className = 'dim'
  where.textContent = ` ${home} – ${away}`
  line.append(`${minute}′`, mark, text, where)
  find('#log').prepend(line)
  while (find('#log').childElementCount > 100) find('#log').lastElementChild!.remove()
}

const minuteOf = (minute: number) => (minute === 0 ? 'soon' : `${minute}′`)

source.onopen = () => {
  find('output').className = 'state open'
  find('output').textContent = 'open'
  find('#connections').textContent = String(++connections)
}
source.onerror = (event) => {
  if (!event.error) return
  find('output').className = 'state connecting'
  find('output').textContent = event.error.message
}
source.addEventListener('game', ({ data }) => {
  show(data.game, 'minute', data.isOver ? 'full time' : minuteOf(data.minute))
  show(data.game, 'score', `${data.score.home} : ${data.score.away}`)
})
source.addEventListener('minute', ({ data }) => {
  show(data.game, 'minute', minuteOf(data.minute))
  if (data.minute === 1) show(data.game, 'score', '0 : 0')
})
source.addEventListener('goal', ({ data: { game, minute, side } }) => {
  const score = find(`#game-${game} .score`)
  const [home = 0, away = 0] = (score.textContent || '0 : 0').split(' : ').map(Number)
  score.textContent = side === 'home' ? `${home + 1} : ${away}` : `${home} : ${away + 1}`
  score.animate([{ background: '#ffd34d' }, {}], 1500)
  log(game, minute, 'goal', `Goal for ${games[game]![side!]}`)
})
source.addEventListener('card', ({ data: { game, minute, side, color } }) =>
  log(game, minute, color!, `A ${color} card for ${games[game]![side!]}`),
)
source.addEventListener('whistle', ({ data: { game, minute } }) => {
  show(game, 'minute', 'full time')
  log(game, minute, 'whistle', 'Full time')
})

find<HTMLButtonElement>('#cut').onclick = () => void fetch('/api/cut', { method: 'POST' })
find<HTMLButtonElement>('#all').onclick = () => {
  for (const box of document.querySelectorAll<HTMLInputElement>('#games input:not(:checked)')) {
    box.click()
  }
}
