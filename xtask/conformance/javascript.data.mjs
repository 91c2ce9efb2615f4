// Steps with the official JavaScript SDK: users, databases, data sources, pages, rows and search.

import assert from "node:assert/strict";
import {
  APIErrorCode,
  collectAllDataSourceRows,
  collectDataSourceTemplates,
  collectPaginatedAPI,
  isFullBlock,
  isFullDatabase,
  isFullDataSource,
  isFullPage,
  isFullUser,
} from "@notionhq/client";

export const text = (content) => [{ type: "text", text: { content } }];
const paragraph = (content) => ({ type: "paragraph", paragraph: { rich_text: text(content) } });

export const data = (notion, made) => ({
  async "users: the token belongs to a bot, and people can be listed"() {
    const me = await notion.users.me({});
    assert.equal(me.type, "bot");
    const users = await collectPaginatedAPI(notion.users.list, {});
    assert.ok(users.some((user) => user.type === "person"));
  },

  async "databases: create one with its first data source"() {
    const database = await notion.databases.create({
      parent: { type: "page_id", page_id: made.root },
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

  async "users: one is read by its id"() {
    const [person] = (await notion.users.list({ page_size: 100 })).results.filter((user) => user.type === "person");
    const same = await notion.users.retrieve({ user_id: person.id });
    assert.ok(isFullUser(same));
    assert.deepEqual([same.name, same.person.email], [person.name, person.person.email]);
  },

  async "databases: read and changed"() {
    const changed = await notion.databases.update({
      database_id: made.database,
      title: text("All bikes"),
      description: text("What is on the floor"),
      icon: { type: "emoji", emoji: "🛞" },
      is_inline: true,
      is_locked: true,
    });
    assert.deepEqual([changed.is_inline, changed.is_locked], [true, true]);
    await notion.databases.update({ database_id: made.database, is_locked: false });
    const database = await notion.databases.retrieve({ database_id: made.database });
    assert.ok(isFullDatabase(database));
    assert.equal(database.title[0].plain_text, "All bikes");
    assert.equal(database.description[0].plain_text, "What is on the floor");
    assert.equal(database.is_locked, false);
  },

  async "data sources: a second one, its schema changed, a relation, a rollup and a formula"() {
    const source = await notion.dataSources.create({
      parent: { type: "database_id", database_id: made.database },
      title: text("Repairs"),
      properties: { Name: { title: {} }, Hours: { number: {} }, Old: { checkbox: {} } },
    });
    assert.ok(isFullDataSource(source));
    const changed = await notion.dataSources.update({
      data_source_id: source.id,
      title: text("Workshop"),
      properties: {
        Old: null,
        Hours: { name: "Time" },
        Bike: { type: "relation", relation: { data_source_id: made.source, type: "dual_property", dual_property: {} } },
      },
    });
    assert.deepEqual(Object.keys(changed.properties).sort(), ["Bike", "Name", "Time"]);
    assert.equal(changed.title[0].plain_text, "Workshop");
    // What is computed needs properties that are there already.
    const rollup = { relation_property_name: "Bike", rollup_property_name: "Price", function: "sum" };
    await notion.dataSources.update({
      data_source_id: source.id,
      properties: {
        Double: { type: "formula", formula: { expression: 'prop("Time") * 2' } },
        Price: { type: "rollup", rollup },
      },
    });
    const row = await notion.pages.create({
      parent: { type: "data_source_id", data_source_id: source.id },
      properties: {
        Name: { title: text("Brakes") },
        Time: { number: 1.5 },
        Bike: { relation: [{ id: made.page }] },
      },
    });
    const read = await notion.pages.retrieve({ page_id: row.id });
    assert.equal(read.properties.Double.formula.number, 3);
    assert.equal(read.properties.Price.rollup.number, 4590);
    const [found] = await collectAllDataSourceRows(notion, { data_source_id: source.id });
    assert.equal(found.id, row.id);
  },

  async "templates: listed, and a page made of one"() {
    const { results } = await notion.search({ query: "Notes", filter: { property: "object", value: "data_source" } });
    const notes = results.find((source) => source.title[0].plain_text === "Notes").id;
    const first = await notion.dataSources.listTemplates({ data_source_id: notes, page_size: 1 });
    assert.deepEqual([first.templates.length, first.has_more], [1, true]);
    const templates = await collectDataSourceTemplates(notion, { data_source_id: notes });
    assert.deepEqual(templates.map((it) => [it.name, it.is_default]), [["Meeting", true], ["Diary", false]]);
    const page = await notion.pages.create({
      parent: { type: "data_source_id", data_source_id: notes },
      template: { type: "default" },
    });
    const filled = await notion.pages.retrieve({ page_id: page.id });
    assert.equal(filled.properties.Tag.select.name, "meeting");
  },

  async "pages: a property, in pages of its items"() {
    const { properties } = await notion.pages.retrieve({ page_id: made.page });
    const price = await notion.pages.properties.retrieve({ page_id: made.page, property_id: properties.Price.id });
    assert.deepEqual([price.object, price.number], ["property_item", 4590]);
    const title = await notion.pages.properties.retrieve({ page_id: made.page, property_id: "title", page_size: 25 });
    assert.deepEqual([title.object, title.results[0].title.plain_text], ["list", "Halden 4"]);
  },

  async "pages: moved below another"() {
    const to = await notion.pages.create({
      parent: { type: "page_id", page_id: made.root },
      properties: { title: { title: text("Shelf") } },
    });
    const page = await notion.pages.create({
      parent: { type: "page_id", page_id: made.root },
      properties: { title: { title: text("Leaflet") } },
      markdown: "# Leaflet\n\nRide more.",
    });
    const moved = await notion.pages.move({ page_id: page.id, parent: { type: "page_id", page_id: to.id } });
    assert.equal(moved.parent.page_id, to.id);
    made.leaflet = page.id;
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
});
