import { optionFields, type OptionField, optionGroups } from './asked.ts'
import { presets } from './presets.ts'

/** Adds to the form what is made from lists: a field for each option, and what to try. */
export function buildForm(form: HTMLFormElement): void {
  form.querySelector('#options')!.append(
    ...optionGroups.map(({ title, fields }) => {
      const group = document.createElement('fieldset')
      const legend = document.createElement('legend')
      legend.textContent = title
      group.append(legend, ...fields.map(labelOf))
      return group
    }),
  )
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

function labelOf({ name, kind, hint = '' }: OptionField): HTMLLabelElement {
  const label = document.createElement('label')
  const input = document.createElement('input')
  input.name = name
  input.type = kind === 'flag' ? 'checkbox' : 'text'
  if (kind === 'number') input.inputMode = 'numeric'
  input.placeholder = hint
  // What there is without a word; a form that is reset comes back to it.
  input.defaultChecked = name === 'reconnect'
  label.append(name, input)
  return label
}
