import { equal, ok } from '../../faces/assert.ts'
import { drive, press, until } from './drive.ts'

const answer = (number: number) => document.querySelectorAll('section > p').item(number - 1)

/** Its text, once it is complete. */
async function complete(number: number): Promise<string> {
  const done = await until(() => answer(number)?.ariaBusy === 'false' && answer(number))
  return done.textContent
}

async function ask(question: string): Promise<void> {
  const input = await until(() => document.querySelector<HTMLInputElement>('[name=question]'))
  input.value = question
  await press('Ask')
}

void drive(async () => {
  await ask('First?')
  ok(/“First\?” .*from there\.$/.test(await complete(1)), 'the first answer as a whole')

  await ask('Second?')
  await until(() => answer(2)?.textContent.includes('I am'))
  await press('Stop')
  const stopped = await complete(2)
  ok(stopped.length < 200, 'the second answer cut short')

  // For which the token is not good any more.
  await ask('Third?')
  ok(/“Third\?” .*from there\.$/.test(await complete(3)), 'the third answer as a whole')
  equal(answer(2).textContent, stopped, 'the second answer, later')
  const tokens = performance.getEntriesByName(`${location.origin}/api/token`)
  equal(tokens.length, 2, 'tokens')
})
