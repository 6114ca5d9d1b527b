// Single stories of the model: what a person would ask about.
import { expect, test } from 'vitest'
import { RING_LIMITS } from '../../src/shared/ring.ts'
import { type Tab, World } from './world.ts'

/** Three tabs that have seen five events; the first one leads. */
function threeTabs(): { world: World; tabs: [Tab, Tab, Tab] } {
  const calm = { hasIDs: true, loss: 0, isSlow: false, stalls: false, deafness: false }
  const world = new World(1, calm, RING_LIMITS)
  world.isCalm = true
  const tabs: Tab[] = []
  while (tabs.length < 3) {
    tabs.push(world.open())
    world.calm(1000)
  }
  world.events = 5
  world.calm(1000)
  expect(tabs.map(({ hub }) => hub.role)).toEqual(['leader', 'follower', 'follower'])
  return { world, tabs: tabs as [Tab, Tab, Tab] }
}

const five = [1, 2, 3, 4, 5]

test('a follower that is further than its successor: that one takes from it what it lacks, and resumes after it', () => {
  const { world, tabs } = threeTabs()
  const [leader, successor, other] = tabs
  successor.isDeaf = true
  world.events = 8
  world.calm(1000)
  expect(other.seen).toEqual([...five, 6, 7, 8])
  expect(successor.seen).toEqual(five)
  successor.isDeaf = false
  world.crash(leader)
  world.calm(2000)
  expect(successor.hub.role).toBe('leader')
  expect(world.asked).toEqual(['', '8'])
  world.events = 9
  world.calm(1000)
  for (const tab of [successor, other]) expect(tab.seen).toEqual([...five, 6, 7, 8, 9])
})

test('a leader dies with its last messages still queued: each event comes once, in order', () => {
  const { world, tabs } = threeTabs()
  const [leader, successor, other] = tabs
  successor.isStalled = other.isStalled = true
  world.events = 8
  while (leader.seen.at(-1) !== 8) world.step()
  expect(successor.inbox.size).toBeGreaterThan(0)
  world.crash(leader)
  successor.isStalled = other.isStalled = false
  world.calm(2000)
  world.events = 9
  world.calm(1000)
  for (const tab of [successor, other]) expect(tab.seen).toEqual([...five, 6, 7, 8, 9])
  expect(world.asked).toEqual(['', '8'])
})

test('a tab that hears nothing, not even itself, never steals', () => {
  const { world } = threeTabs()
  const deaf = world.open()
  deaf.isDeaf = true
  for (let minute = 0; minute < 30; minute++) world.calm(60_000)
  expect(world.time).toBeGreaterThan(29 * 60_000)
  expect(world.steals).toBe(0)
  expect(deaf.hub.role).toBe('joining')
})

test('a tab that no longer hears steals once, is robbed itself, as it does not answer, and steals never again', () => {
  const { world, tabs } = threeTabs()
  const [first, deaf, other] = tabs
  deaf.isDeaf = true
  const steals: number[] = []
  for (let minute = 0; minute < 30; minute++) {
    world.events++
    world.calm(60_000)
    steals.push(world.steals)
  }
  expect(steals[0]).toBeGreaterThan(0)
  expect(steals.at(-1)).toBe(steals[5])
  expect(deaf.hub.role).toBe('joining')
  for (const tab of [first, other])
    expect(tab.seen).toEqual(Array.from({ length: 35 }, (_, index) => index + 1))
})
