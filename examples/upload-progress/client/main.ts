import { inTurn } from './queue.ts'
import { type Progress, upload } from './upload.ts'

const find = <Found extends Element>(selector: string) => document.querySelector<Found>(selector)!

const names: Record<Progress['state'], string> = {
  waiting: 'Waits for its turn',
  uploading: 'Uploading',
  importing: 'Importing',
  done: 'Done',
  failed: 'Failed',
  cancelled: 'Cancelled',
}

function add(file: File): void {
  const item = find<HTMLTemplateElement>('#item').content.cloneNode(true) as HTMLElement
  const row = item.querySelector('li')!
  const part = <Found extends Element>(selector: string) => row.querySelector<Found>(selector)!
  const cancel = new AbortController()

  function show({ state, part: done, detail }: Progress): void {
    row.className = state
    part('.state').textContent = names[state]
    part('.detail').textContent = detail
    part<HTMLProgressElement>('progress').value = done
    part<HTMLButtonElement>('button').hidden = ['done', 'failed', 'cancelled'].includes(state)
  }

  part('.name').textContent = file.name
  part('.size').textContent = `${(file.size / 2 ** 20).toFixed(1)} MiB`
  part('progress').ariaLabel = file.name
  part<HTMLButtonElement>('button').onclick = () => cancel.abort()
  find('#files').append(row)
  show({ state: 'waiting', part: 0, detail: '' })
  void inTurn(async () => {
    try {
      cancel.signal.throwIfAborted()
      for await (const progress of upload(file, cancel.signal)) show(progress)
    } catch (error) {
      const isCancelled = cancel.signal.aborted
      const detail = isCancelled ? '' : (error as Error).message
      show({ state: isCancelled ? 'cancelled' : 'failed', part: 1, detail })
    }
  })
}

/** A file to try it with, of some megabytes; with one bad row, if that is wanted. */
function made(isGood: boolean): File {
  const rows = Array.from({ length: 60_000 }, (_, row) => `${row},${row * row},"row ${row}",ok`)
  if (!isGood) rows[40_000] = 'what is this'
  return new File([`id,square,text,state\n${rows.join('\n')}\n`], isGood ? 'good.csv' : 'bad.csv')
}

const input = find<HTMLInputElement>('input')
input.onchange = () => {
  for (const file of input.files ?? []) add(file)
  input.value = ''
}
find<HTMLButtonElement>('#good').onclick = () => add(made(true))
find<HTMLButtonElement>('#bad').onclick = () => add(made(false))
find<HTMLButtonElement>('#cut').onclick = () => void fetch('/api/cut', { method: 'POST' })
document.ondragover = (event) => event.preventDefault()
document.ondrop = (event) => {
  event.preventDefault()
  for (const file of event.dataTransfer?.files ?? []) add(file)
}
