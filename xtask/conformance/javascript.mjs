// The official JavaScript SDK against a local Notion: what its users do every day must just work.
//
// Reads NOTION_BASE_URL, NOTION_TOKEN and NOTION_ROOT (the page to work under) and ends with
// `N passed, N failed`.

import assert from "node:assert/strict";
import { APIErrorCode, Client, collectPaginatedAPI, isFullBlock, isFullPage } from "@notionhq/client";

const notion = new Client({
  auth: process.env.NOTION_TOKEN,
  baseUrl: process.env.NOTION_BASE_URL,
  notionVersion: process.env.NOTION_VERSION,
});
const root = process.env.NOTION_ROOT;

const text = (content) => [{ type: "text", text: { content } }];
const paragraph = (content) => ({ type: "paragraph", paragraph: { rich_text: text(content) } });

/** What later steps need from earlier ones. */
const made = {};

const steps = {
  async "users: the token belongs to a bot, and people can be listed"() {
    const me = await notion.users.me({});
    assert.equal(me.type, "bot");
    const users = await collectPaginatedAPI(notion.users.list, {});
    assert.ok(users.some((user) => user.type === "person"));
  },

  async "databases: create one with its first data source"() {
    const database = await notion.databases.create({
      parent: { type: "page_id", page_id: root },
      title: text("Bikes"),
      initial_data_source: {
        properties: {
          Name: { title: {} },
          Price: { number: { format: "euro" } },
          Colour: { select: { options: [{ name: "green", color: "green" }, { name: "black" }] } },
          Fits: { multi_select: { options: [{ name: "child" }, { name: "dog" }] } },
          Built: { date: {} },
          Sold: { checkbox: {} },
          Notes: { rich_text: {} },
          Page: { url: {} },
        },
      },
    });
    assert.equal(database.object, "database");
    made.database = database.id;
    made.source = database.data_sources[0].id;
    const source = await notion.dataSources.retrieve({ data_source_id: made.source });
    assert.equal(source.properties.Price.number.format, "euro");
    assert.deepEqual(
      source.properties.Colour.select.options.map((option) => option.name),
      ["green", "black"],
    );
  },

  async "pages: create one with children"() {
    const page = await notion.pages.create({
      parent: { type: "data_source_id", data_source_id: made.source },
      icon: { type: "emoji", emoji: "🚲" },
      properties: {
        Name: { title: text("Halden 4") },
        Price: { number: 4890 },
        Colour: { select: { name: "green" } },
        Fits: { multi_select: [{ name: "child" }] },
        Built: { date: { start: "2026-10-30" } },
        Notes: { rich_text: text("First of the series") },
        Page: { url: "https://halden.example/4" },
      },
      children: [
        { type: "heading_2", heading_2: { rich_text: text("Check before delivery") } },
        {
          type: "bulleted_list_item",
          bulleted_list_item: {
            rich_text: text("Brakes"),
            children: [{ type: "to_do", to_do: { rich_text: text("Front"), checked: true } }],
          },
        },
        paragraph("Ready."),
      ],
    });
    assert.ok(isFullPage(page));
    assert.equal(page.properties.Name.title[0].plain_text, "Halden 4");
    assert.equal(page.properties.Sold.checkbox, false);
    made.page = page.id;
  },

  async "blocks: list the children of a page, and theirs"() {
    const { results } = await notion.blocks.children.list({ block_id: made.page });
    assert.ok(results.every(isFullBlock));
    assert.deepEqual(
      results.map((block) => block.type),
      ["heading_2", "bulleted_list_item", "paragraph"],
    );
    assert.equal(results[1].has_children, true);
    const inner = await notion.blocks.children.list({ block_id: results[1].id });
    assert.equal(inner.results[0].to_do.checked, true);
    made.block = results[2].id;
  },

  async "blocks: append a hundred, follow the cursor, update and delete one"() {
    const children = Array.from({ length: 100 }, (_, at) => paragraph(`Line ${at + 1}`));
    const appended = await notion.blocks.children.append({ block_id: made.page, children });
    assert.equal(appended.results.length, 100);
    const all = await collectPaginatedAPI(notion.blocks.children.list, { block_id: made.page });
    assert.equal(all.length, 103);
    assert.equal(all[102].paragraph.rich_text[0].plain_text, "Line 100");
    const changed = await notion.blocks.update({
      block_id: made.block,
      paragraph: { rich_text: text("Delivered.") },
    });
    assert.equal(changed.paragraph.rich_text[0].plain_text, "Delivered.");
    const deleted = await notion.blocks.delete({ block_id: all[102].id });
    assert.equal(deleted.in_trash, true);
  },

  async "data sources: query with a filter, sorts and a cursor"() {
    for (let price = 1000; price < 1012; price += 1) {
      await notion.pages.create({
        parent: { type: "data_source_id", data_source_id: made.source },
        properties: {
          Name: { title: text(`Used ${price}`) },
          Price: { number: price },
          Colour: { select: { name: price % 2 ? "green" : "black" } },
        },
      });
    }
    const query = {
      data_source_id: made.source,
      filter: {
        and: [
          { property: "Colour", select: { equals: "green" } },
          { or: [{ property: "Price", number: { less_than: 1010 } }, { property: "Sold", checkbox: { equals: true } }] },
        ],
      },
      sorts: [{ property: "Price", direction: "descending" }],
      page_size: 2,
    };
    const first = await notion.dataSources.query(query);
    assert.equal(first.results.length, 2);
    assert.equal(first.has_more, true);
    const all = await collectPaginatedAPI(notion.dataSources.query, query);
    assert.deepEqual(all.map((row) => row.properties.Price.number), [1009, 1007, 1005, 1003, 1001]);
  },

  async "pages: update properties, then read them back"() {
    await notion.pages.update({
      page_id: made.page,
      properties: { Sold: { checkbox: true }, Colour: { select: null }, Price: { number: 4590 } },
    });
    const page = await notion.pages.retrieve({ page_id: made.page });
    assert.equal(page.properties.Sold.checkbox, true);
    assert.equal(page.properties.Colour.select, null);
    assert.equal(page.properties.Price.number, 4590);
  },

  async "search: a page is found by its title"() {
    const found = await notion.search({ query: "Halden 4", filter: { property: "object", value: "page" } });
    assert.ok(found.results.some((page) => page.id === made.page));
  },

  async "pages: move one to the trash, and it is no longer a row"() {
    const trashed = await notion.pages.update({ page_id: made.page, in_trash: true });
    assert.equal(trashed.in_trash, true);
    const rows = await collectPaginatedAPI(notion.dataSources.query, { data_source_id: made.source });
    assert.equal(rows.length, 12);
  },

  async "errors: what is not there, and what is wrong, are told apart"() {
    await assert.rejects(
      notion.pages.retrieve({ page_id: "00000000-0000-4000-8000-000000000000" }),
      (error) => error.code === APIErrorCode.ObjectNotFound && error.status === 404,
    );
    await assert.rejects(
      notion.dataSources.query({
        data_source_id: made.source,
        filter: { property: "Colour", number: { equals: 1 } },
      }),
      (error) => error.code === APIErrorCode.ValidationError && error.status === 400,
    );
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
console.log(`${Object.keys(steps).length - failed} passed, ${failed} failed`);
process.exitCode = failed ? 1 : 0;
