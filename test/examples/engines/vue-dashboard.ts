import { equal, ok } from '../../faces/assert.ts'
import { drive, press, until } from './drive.ts'

const state = (name: string) => until(() => document.querySelector('output')?.innerText === name)
const summary = () => document.querySelector('main > p')?.textContent.trim() ?? ''
const samples = () => Number.parseInt(summary(), 10)

/** Whether anything is drawn on it. */
function isDrawn(canvas: HTMLCanvasElement): boolean {
  const { width, height } = canvas
  return canvas
    .getContext('2d')!
    .getImageData(0, 0, width, height)
    .data.some((byte) => byte > 0)
}

void drive(async () => {
  await state('live')
  await until(() => samples() > 3)

  await press('Cut the connection')
  await state('connecting')
  const before = samples()
  await state('live')
  await until(() => samples() > before + 6)
  ok(summary().includes(', 0 missing'), `no sample is missing: ${summary()}`)

  await press('Close')
  await state('closed')
  await press('Reconnect')
  await state('live')
  ok(summary().includes(', 0 missing'), `no sample is missing: ${summary()}`)

  const canvases = Array.from(document.querySelectorAll('canvas'))
  equal(canvases.map(isDrawn), [true, true, true], 'drawn')
})
