// The official JavaScript SDK against a local Notion: every method that it offers is called.
//
// Reads NOTION_BASE_URL, NOTION_TOKEN, NOTION_VERSION and NOTION_ROOT (the page to work under) and
// ends with `N passed, N failed`. A method that no step was answered by is a failure too, so that a
// newer SDK cannot bring one that is not tried.

import assert from "node:assert/strict";
import { Client, LogLevel } from "@notionhq/client";
import { content } from "./javascript.content.mjs";
import { data } from "./javascript.data.mjs";
import { refused } from "./javascript.refused.mjs";

/** What a step worked with that the SDK does not know, which it leaves out with a warning. */
const unknown = [];

const notion = new Client({
  auth: process.env.NOTION_TOKEN,
  baseUrl: process.env.NOTION_BASE_URL,
  notionVersion: process.env.NOTION_VERSION,
  logLevel: LogLevel.WARN,
  logger: (level, message, extra) => {
    if (message === "unknown parameters were ignored") unknown.push(...extra.unknownParams);
  },
});

/** The methods of the client by their names, and those among them that were answered. */
const offered = new Map();
const answered = new Set();

function watch(object, path) {
  for (const [name, value] of Object.entries(object)) {
    const at = path ? `${path}.${name}` : name;
    if (typeof value === "function") {
      const watched = async (...args) => {
        const answer = await value.apply(object, args);
        answered.add(at);
        return answer;
      };
      object[name] = watched;
      offered.set(at, watched);
    } else if (value !== null && typeof value === "object") {
      watch(value, at);
    }
  }
}
watch(notion, "");

/** What later steps need from earlier ones. */
const made = { root: process.env.NOTION_ROOT };

const steps = {
  ...data(notion, made),
  ...content(notion, made),

  async "refusals: what a local Notion does not serve is said to be missing"() {
    for (const [name, args] of Object.entries(refused)) {
      const call = async () => {
        // A stream asks when it is read.
        for await (const event of (await offered.get(name)(args)) ?? []) assert.fail(event);
      };
      await assert.rejects(
        call,
        (error) => error.status === 400 && /^invalid_request/.test(error.code),
        `${name} should be refused`,
      );
    }
  },

  async "the SDK: every method was answered, but for those that are refused"() {
    const missing = [...offered.keys()].filter((name) => !answered.has(name) && !(name in refused));
    assert.deepEqual(missing, []);
    assert.deepEqual(unknown, []);
  },
};

let failed = 0;
for (const [name, step] of Object.entries(steps)) {
  try {
    await step();
    console.log(`ok      ${name}`);
  } catch (error) {
    failed += 1;
    console.log(`FAILED  ${name}\n        ${String(error.stack ?? error).replaceAll("\n", "\n        ")}`);
  }
}
const served = offered.size - Object.keys(refused).length;
console.log(`${served} of ${offered.size} methods are served here`);
console.log(`${Object.keys(steps).length - failed} passed, ${failed} failed`);
process.exitCode = failed ? 1 : 0;
