import { type Account, follow } from './account.ts'

show('header', {})
show('query', { lastEventIdParam: 'lastEventId' })

for (const button of document.querySelectorAll<HTMLButtonElement>('[data-meanwhile]')) {
  const url = `/api/cut?meanwhile=${button.dataset['meanwhile']}`
  button.onclick = () => fetch(url, { method: 'POST' })
}
document.querySelector<HTMLButtonElement>('#reload')!.onclick = () => location.reload()

/** Shows an account in the section of that name. What it keeps for the tab makes up for a reload of the page. */
function show(name: string, init: { lastEventIdParam?: string }): void {
  const part = (selector: string) =>
    document.querySelector<HTMLElement>(`#${name} ${selector}`) as HTMLElement
  const [state, sum, log] = [part('output'), part('.sum'), part('.log')]
  const kept = sessionStorage.getItem(name)
  let bookings = 0
  let isRight = true

  follow(kept === null ? undefined : (JSON.parse(kept) as Account), init, {
    state(name) {
      state.textContent = name
      state.className = `state ${name}`
    },
    happened(text) {
      const item = document.createElement('li')
      item.textContent = text
      log.prepend(item)
    },
    changed(account, agrees) {
      bookings++
      isRight &&= agrees
      sessionStorage.setItem(name, JSON.stringify(account))
      sum.textContent = `${bookings} events, balance ${account.balance}: ${isRight ? 'right' : 'WRONG'}`
      sum.className = `sum ${isRight ? 'good' : 'bad'}`
    },
  })
}
