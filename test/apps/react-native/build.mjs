// Bundles index.js as a release build for Android does.
import Metro from 'metro'

const config = await Metro.loadConfig({ cwd: import.meta.dirname })
await Metro.runBuild(
  { ...config, maxWorkers: 1 },
  { entry: 'index.js', out: process.argv[2], platform: 'android', dev: false, minify: false },
)
