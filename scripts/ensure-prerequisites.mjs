/**
 * Run before the tests: sees that Chromium and a Java runtime (for DynamoDB Local) are there, installs them where it may
 * (root on Debian or Ubuntu), and otherwise names them in one line and ends with 1.
 */
import { spawnSync } from 'node:child_process'
import { accessSync, constants, existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

const leastJava = 17

/** @returns the first of these commands that is on the path */
const find = (...names) =>
  names
    .flatMap((name) => (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, name)))
    .find((path) => {
      try {
        accessSync(path, constants.X_OK)
        return true
      } catch {
        return false
      }
    })

function javaVersion() {
  const { status, stderr } = spawnSync('java', ['-version'], { encoding: 'utf8' })
  return status === 0 ? Number(/version "(\d+)/.exec(stderr)?.[1] ?? 0) : 0
}

const prerequisites = [
  {
    name: 'Chromium',
    isThere: () =>
      find('chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable') !== undefined,
    packages: ['chromium'],
  },
  {
    name: `a Java runtime of version ${leastJava} or later`,
    isThere: () => javaVersion() >= leastJava,
    packages: ['openjdk-17-jre-headless', 'openjdk-21-jre-headless', 'default-jre-headless'],
  },
]

const apt = (...args) =>
  spawnSync('apt-get', args, {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  }).status === 0

const isKnownToApt = (name) =>
  /Candidate: (?!\(none\))/.test(
    spawnSync('apt-cache', ['policy', name], { encoding: 'utf8', env: { ...process.env, LC_ALL: 'C' } })
      .stdout ?? '',
  )

const missing = () => prerequisites.filter((each) => !each.isThere())
const mayInstall =
  existsSync('/etc/debian_version') && process.getuid?.() === 0 && find('apt-get') !== undefined

if (missing().length > 0 && mayInstall) {
  console.log(
    `The tests need ${missing()
      .map((each) => each.name)
      .join(' and ')}: installing with apt-get.`,
  )
  apt('update')
  for (const { packages } of missing()) {
    const known = packages.find(isKnownToApt)
    if (known) apt('install', '-y', '--no-install-recommends', known)
  }
}
if (missing().length > 0) {
  const wanted = missing().map((each) => `${each.name} (Debian: ${each.packages[0]})`)
  console.error(`The tests need ${wanted.join(' and ')}: install that and run them again.`)
  process.exit(1)
}
