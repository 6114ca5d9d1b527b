// The hub without a browser: tabs, a channel, a lock and a server that run in any order a seed gives.
import { describe, expect, test } from 'vitest'
import { RING_LIMITS } from '../../src/shared/ring.ts'
import { type Hazards, type Tab, World } from './world.ts'

/** `SHARED_SEEDS=20000 npm test -- test/shared/hub` tries more of them. */
const seeds = Number(process.env['SHARED_SEEDS'] ?? 200)
const firstSeed = Number(process.env['SHARED_SEED'] ?? 1)

/** A life of tabs, and then calm. */
function run(seed: number, hazards: Hazards, limits = RING_LIMITS): World {
  const world = new World(seed, hazards, limits)
  const { random } = world
  const pick = (tabs: Tab[]): Tab | undefined => tabs[random(tabs.length)]
  world.open()
  for (let turn = 0; turn < 150; turn++) {
    for (let steps = random(6); steps > 0; steps--) world.step()
    switch (random(14)) {
      case 0:
        if (world.tabs.filter(({ isAlive }) => isAlive).length < 6) world.open()
        break
      case 1: {
        const tab = pick(world.awake)
        if (tab && random(3) === 0) {
          tab.isAlive = false
          tab.hub.leave()
        }
        break
      }
      case 2: {
        const tab = random(2) ? world.holder : pick(world.awake)
        if (tab && random(3) === 0) world.crash(tab)
        break
      }
      case 3:
        pick(world.awake.filter((tab) => !tab.isStalled))?.hub.suspend()
        break
      case 4:
      case 5:
        pick(world.tabs.filter((tab) => tab.isAlive && tab.hub.role === 'suspended'))?.hub.join(
          false,
        )
        break
      case 6: {
        const tab = random(2) ? world.holder : pick(world.awake)
        if (tab && hazards.stalls) tab.isStalled = true
        break
      }
      case 7:
        for (const tab of world.tabs) if (random(2)) tab.isStalled = false
        break
      case 8: {
        const tab = pick(world.awake)
        if (tab) tab.isHidden = !tab.isHidden
        break
      }
      case 9:
        // Time passes.
        if (hazards.stalls) world.calm(random(60_000))
        break
      default:
        world.events += random(5)
    }
  }
  world.isCalm = true
  if (world.awake.length === 0) world.open()
  for (const tab of world.tabs) {
    tab.isStalled = false
    tab.isHidden = false
    if (tab.isAlive) tab.hub.join(false)
  }
  world.calm(200_000)
  world.events++
  world.calm(100_000)
  return world
}

function expectOneLeader(world: World): void {
  const roles = world.awake.map(({ hub }) => hub.role)
  expect(roles.toSorted()).toEqual([...Array(roles.length - 1).fill('follower'), 'leader'])
  expect(world.awake.filter(({ connection }) => connection)).toHaveLength(1)
  expect(world.awake.filter(({ life }) => !life?.isOpen)).toEqual([])
}

/** Where it goes wrong: all numbers have to be there from the first to the last, once and in order. */
function holesOf({ seen }: Tab): string[] {
  return seen.flatMap((number, index) => {
    const expected = index === 0 ? number : seen[index - 1]! + 1
    return number === expected ? [] : [`${number} for ${expected}`]
  })
}

const worlds: [string, Hazards][] = [
  ['in a calm world', { hasIDs: true, loss: 0, isSlow: false, stalls: false }],
  ['with messages that take their time', { hasIDs: true, loss: 0, isSlow: true, stalls: false }],
  ['with messages that are lost', { hasIDs: true, loss: 50, isSlow: true, stalls: false }],
  ['with tabs that stand still', { hasIDs: true, loss: 0, isSlow: true, stalls: true }],
  ['with everything at once', { hasIDs: true, loss: 50, isSlow: true, stalls: true }],
]

describe('the hub, whoever comes, goes, crashes, freezes and thaws', () => {
  test.for(worlds)('%s: one leader, and each event once, in order', ([, hazards]) => {
    for (let seed = firstSeed; seed < firstSeed + seeds; seed++) {
      const world = run(seed, hazards)
      try {
        expectOneLeader(world)
        for (const tab of world.awake) {
          expect(holesOf(tab), tab.name).toEqual([])
          expect(tab.seen.at(-1), tab.name).toBe(world.events)
        }
      } catch (error) {
        throw new Error(`SHARED_SEED=${seed}`, { cause: error })
      }
    }
  })
})
