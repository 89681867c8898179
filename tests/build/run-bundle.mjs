// Imports a function's bundle as Lambda does and hands it one event: `node run-bundle.mjs BUNDLE EVENT`, both in JSON.
const [bundle, event] = process.argv.slice(2).map((text) => JSON.parse(text))
const { handler } = await import(bundle)
console.log(JSON.stringify({ answer: await handler(event, {}) }))
// What was begun and not waited for gets a moment, as it does between two events of Lambda.
setTimeout(() => process.exit(0), 500)
