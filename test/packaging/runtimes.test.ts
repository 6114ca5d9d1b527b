import { execFile } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, inject, test } from 'vitest'
import { consumerWith } from './consumer.ts'
import { entries, entriesWithoutPeer, exported, peers } from './entries.ts'
import { installedRuntimes } from './installed-runtimes.ts'
import { moduleKinds, roundTrip } from './round-trip.ts'

const alone = inject('consumer')
const withPeers = consumerWith('with-peers', Object.values(peers).flat())

test('every entry of the package is tested here', () => {
  const manifest = readFileSync(join(alone, 'node_modules', 'millrace', 'package.json'), 'utf8')
  const { exports } = JSON.parse(manifest) as { exports: object }
  const paths = Object.keys(exports).filter((path) => path !== './package.json')
  expect(paths.map((path) => path.replace('.', 'millrace')).toSorted()).toEqual(entries.toSorted())
})

describe.for(installedRuntimes)('$name', { concurrent: true }, ({ name, command }) => {
  describe.for(moduleKinds)('$kind', ({ extension, load }) => {
    async function run(folder: string, title: string, code: string): Promise<unknown> {
      const file = `${title}-${name.replace(' ', '-')}.${extension}`
      writeFileSync(join(folder, file), code)
      const [path, ...args] = [...command, file]
      const { stdout } = await promisify(execFile)(path, args, { cwd: folder, timeout: 20_000 })
      return JSON.parse(stdout)
    }

    const isExport = (key: string) => key !== 'default' && key !== 'module.exports'

    test.for([
      { title: 'alone', folder: alone, tried: entriesWithoutPeer },
      { title: 'with its peers', folder: withPeers, tried: entries },
    ])('each entry has its exports, $title', async ({ title, folder, tried }, { expect }) => {
      const loaded = tried.map((entry) => `'${entry}': Object.keys(${load(entry)})`)
      const code = `async function main() { console.log(JSON.stringify({ ${loaded.join()} })) }; main()`
      const found = (await run(folder, title.replaceAll(' ', '-'), code)) as Record<
        string,
        string[]
      >
      for (const entry of tried)
        expect(found[entry]!.filter(isExport).toSorted()).toEqual(exported[entry])
    })

    test('reads streams, and lets the process end', async ({ expect }) => {
      const events = ['first', '1', 'first', 'first', 'first', true]
      expect(await run(alone, 'round-trip', roundTrip(load))).toEqual(events)
    })
  })
})
