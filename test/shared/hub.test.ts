// The hub without a browser: tabs, a channel, a lock and a server that run in any order a seed gives.
import { describe, expect, test } from 'vitest'
import { RING_LIMITS } from '../../src/shared/ring.ts'
import { type Hazards, type Tab, World } from './world.ts'

/** `SHARED_SEEDS=10000 npm test -- test/shared/hub` tries more of them. */
const seeds = Number(process.env['SHARED_SEEDS'] ?? 100)
const firstSeed = Number(process.env['SHARED_SEED'] ?? 1)

/** A life of tabs, and then calm. */
function run(seed: number, hazards: Hazards, limits = RING_LIMITS): World {
  const world = new World(seed, hazards, limits)
  const { random } = world
  const pick = (tabs: Tab[]): Tab | undefined => tabs[random(tabs.length)]
  world.open()
  for (let turn = 0; turn < 150; turn++) {
    for (let steps = random(6); steps > 0; steps--) world.step()
    switch (random(15)) {
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
      case 10: {
        const tab = pick(world.awake)
        if (tab && hazards.deafness) tab.isDeaf = !tab.isDeaf
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
    tab.isDeaf = false
    if (tab.isAlive) tab.hub.join(false)
  }
  world.calm(200_000)
  // The first shows who has lost its place; the second comes to all.
  for (let last = 0; last < 2; last++) {
    world.events++
    world.calm(100_000)
  }
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

/**
 * Events may be missing without IDs, but that is told: by the `open` of the connection that begins after the gap, or by one
 * that came since; or it will be, as the connection is lost.
 */
function untoldHolesOf({ told, world }: Tab): string[] {
  const lives = told.flatMap(({ step, it }, index) =>
    typeof it === 'string' ? [{ step, index, it }] : [],
  )
  const events = told.flatMap(({ step, it }, index) =>
    typeof it === 'number' ? [{ step, index, number: it }] : [],
  )
  return events.flatMap(({ step, number }, count) => {
    const before = events[count - 1]
    if (!before || number === before.number + 1) return []
    const told = lives.filter((life) => life.step <= step)
    const isTold = told.some(({ it, index }) => {
      const begin = Number(/^after (\d+)$/.exec(it)?.[1])
      const isNew = index > before.index
      return begin === number - 1 || (isNew && (it === '' || begin >= number))
    })
    const isToBeTold = told.at(-1)?.it === 'lost'
    // What two tabs read, as one has stolen the lock of the other that lives, comes twice: without IDs no one can tell.
    const isGood = number > before.number ? isTold || isToBeTold : world.steals > 0
    return isGood ? [] : [`${number} after ${before.number}`]
  })
}

const calm: Hazards = { hasIDs: true, loss: 0, isSlow: false, stalls: false, deafness: false }
const worlds: [string, Hazards][] = [
  ['in a calm world', calm],
  ['with messages that take their time', { ...calm, isSlow: true }],
  ['with messages that are lost', { ...calm, loss: 50, isSlow: true }],
  ['with tabs that stand still', { ...calm, isSlow: true, stalls: true }],
  ['with tabs that hear nothing', { ...calm, isSlow: true, deafness: true }],
  [
    'with everything at once',
    { hasIDs: true, loss: 50, isSlow: true, stalls: true, deafness: true },
  ],
]

/** Runs a world for each seed, and names the seed of one that goes wrong. */
function forEachSeed(hazards: Hazards, check: (world: World) => void): void {
  for (let seed = firstSeed; seed < firstSeed + seeds; seed++) {
    const world = run(seed, hazards)
    try {
      expectOneLeader(world)
      check(world)
    } catch (error) {
      throw new Error(`SHARED_SEED=${seed}`, { cause: error })
    }
  }
}

describe(
  'the hub, whoever comes, goes, crashes, freezes and thaws',
  { timeout: 30_000 + seeds * 100 },
  () => {
    test.for(worlds)('%s: one leader, and each event once, in order', ([, hazards]) => {
      forEachSeed(hazards, (world) => {
        for (const tab of world.awake) {
          expect(holesOf(tab), tab.name).toEqual([])
          expect(tab.seen.at(-1), tab.name).toBe(world.events)
        }
      })
    })

    // Not for every seed: where all tabs slept, another one began anew, and the first ones woke, no one can tell without IDs
    // which of the two lines is older. One life in some thousands shows it, such as seed 4357.
    test.for(worlds)(
      '%s, and a server without IDs: one leader, no event twice, and each gap is told',
      ([, hazards]) => {
        forEachSeed({ ...hazards, hasIDs: false }, (world) => {
          for (const tab of world.awake) {
            expect(untoldHolesOf(tab), tab.name).toEqual([])
            expect(tab.seen.at(-1), tab.name).toBe(world.events)
          }
        })
      },
    )
  },
)
