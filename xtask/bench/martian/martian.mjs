// Turns texts into blocks with martian whenever it is told to, and says how long it took.
//
// One order a line: a JSON array of texts to keep, or the word `run`.

import { createInterface } from 'node:readline'
import { hrtime, stdin, stdout } from 'node:process'

import { markdownToBlocks } from '@tryfabric/martian'

// Nothing is cut off, as nothing is on our side.
const OPTIONS = { notionLimits: { truncate: false } }

let texts = []

function run() {
  let refused = 0
  const start = hrtime.bigint()
  for (const text of texts) {
    try {
      JSON.stringify(markdownToBlocks(text, OPTIONS))
    } catch {
      refused += 1
    }
  }
  return `${hrtime.bigint() - start} ${refused}`
}

for await (const order of createInterface({ input: stdin })) {
  if (order === 'run') {
    stdout.write(`${run()}\n`)
  } else {
    texts = JSON.parse(order)
    stdout.write('0 0\n')
  }
}
