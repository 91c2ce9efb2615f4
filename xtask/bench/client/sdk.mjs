// Does one job with the official JavaScript SDK, as its documentation shows it, and says in one line
// of JSON how it went: `node sdk.mjs read|create URL DATA_SOURCE`.

import { argv, env, hrtime, resourceUsage } from "node:process";
import { Client, LogLevel, iteratePaginatedAPI } from "@notionhq/client";

const PAGES = 200;

const [job, baseUrl, data_source_id] = argv.slice(2);
const notion = new Client({ auth: env.NOTION_TOKEN, baseUrl, logLevel: LogLevel.ERROR });

const jobs = {
  async read() {
    let rows = 0;
    const query = { data_source_id, page_size: 100 };
    for await (const page of iteratePaginatedAPI(notion.dataSources.query, query)) {
      if (page.properties.Name) rows += 1;
    }
    return rows;
  },

  async create() {
    const calls = Array.from({ length: PAGES }, (_, index) =>
      notion.pages.create({
        parent: { type: "data_source_id", data_source_id },
        properties: { Name: { title: [{ text: { content: `Page ${index}` } }] } },
      }),
    );
    const answers = await Promise.allSettled(calls);
    return answers.filter((answer) => answer.status === "fulfilled").length;
  },
};

const start = hrtime.bigint();
const done = await jobs[job]();
const microseconds = Number((hrtime.bigint() - start) / 1000n);
console.log(JSON.stringify({ done, microseconds, kibibytes: resourceUsage().maxRSS }));
