import { optionFields } from './asked.ts'
import { presets } from './presets.ts'

/** Adds to the form what is made from lists: a field for each option, and what to try. */
export function buildForm(form: HTMLFormElement): void {
  const options = form.querySelector('#options')!
  for (const { name, kind, hint } of optionFields) {
    const label = document.createElement('label')
    const input = document.createElement('input')
    input.name = name
    input.type = kind === 'flag' ? 'checkbox' : 'text'
    if (kind === 'number') input.inputMode = 'numeric'
    input.placeholder = hint
    label.append(name, input)
    options.append(label)
  }
  const select = form.querySelector<HTMLSelectElement>('[name=preset]')!
  select.append(...presets.map(({ title }, index) => new Option(title, String(index))))
}

/** Fills the form with something to try; what that does not name is as it was at first. */
export function fill(form: HTMLFormElement, preset: number): void {
  form.reset()
  const { fields } = presets[preset]!
  for (const [name, value] of Object.entries({ preset: String(preset), ...fields })) {
    ;(form.elements.namedItem(name) as HTMLInputElement).value = value
  }
  const options = form.querySelector('details')!
  options.open = optionFields.some(({ name }) => name in fields)
}
