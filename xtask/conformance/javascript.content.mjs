// Steps with the official JavaScript SDK: Markdown, comments, files, views, emojis and OAuth.

import assert from "node:assert/strict";
import { setTimeout } from "node:timers/promises";
import { APIErrorCode, collectPaginatedAPI, isFullBlock, isFullComment, isFullView } from "@notionhq/client";
import { text } from "./javascript.data.mjs";

/** Where appended blocks go, as each version of the API says it. */
const behind = (id) =>
  process.env.NOTION_VERSION === "2025-09-03"
    ? { after: id }
    : { position: { type: "after_block", after_block: { id } } };

export const content = (notion, made) => ({
  async "blocks: appended behind another, and read by its id"() {
    const { results } = await notion.blocks.children.list({ block_id: made.leaflet });
    const appended = await notion.blocks.children.append({
      block_id: made.leaflet,
      children: [
        { type: "callout", callout: { rich_text: text("Mind the chain"), icon: { type: "emoji", emoji: "⛓️" } } },
        { type: "code", code: { rich_text: text("ride()"), language: "javascript" } },
        { type: "table", table: { table_width: 1, children: [{ type: "table_row", table_row: { cells: [text("x")] } }] } },
        { type: "divider", divider: {} },
      ],
      ...behind(results[0].id),
    });
    const block = await notion.blocks.retrieve({ block_id: appended.results[0].id });
    assert.ok(isFullBlock(block));
    assert.equal(block.callout.rich_text[0].plain_text, "Mind the chain");
    const types = (await collectPaginatedAPI(notion.blocks.children.list, { block_id: made.leaflet, page_size: 2 }))
      .map((it) => it.type);
    assert.deepEqual(types.slice(1, 5), ["callout", "code", "table", "divider"]);
  },

  async "Markdown: a page is read and changed as text"() {
    const page_id = made.leaflet;
    const first = await notion.pages.retrieveMarkdown({ page_id });
    assert.equal(first.object, "page_markdown");
    assert.match(first.markdown, /Ride more\./);
    const replaced = await notion.pages.updateMarkdown({
      page_id,
      type: "replace_content",
      replace_content: { new_str: "# Leaflet\n\nOne\n\nTwo" },
    });
    assert.match(replaced.markdown, /One\n+Two/);
    const updated = await notion.pages.updateMarkdown({
      page_id,
      type: "update_content",
      update_content: { content_updates: [{ old_str: "One", new_str: "**Eins**" }] },
    });
    assert.match(updated.markdown, /\*\*Eins\*\*/);
    const inserted = await notion.pages.updateMarkdown({
      page_id,
      type: "insert_content",
      insert_content: { content: "Three", position: { type: "end" } },
    });
    assert.match(inserted.markdown, /Two\n+Three/);
    const range = { content: "Zwei", content_range: "Two...Three", allow_deleting_content: true };
    const ranged = await notion.pages.updateMarkdown({
      page_id,
      type: "replace_content_range",
      replace_content_range: range,
    });
    assert.match(ranged.markdown, /Eins\*\*\n+Zwei/);
  },

  async "async tasks: a long change is asked for until it is over"() {
    let task = await notion.pages.updateMarkdown({
      page_id: made.leaflet,
      type: "replace_content",
      replace_content: { new_str: "Done later" },
      allow_async: true,
    });
    assert.equal(task.object, "async_task");
    for (let asked = 0; asked < 20 && ["queued", "running"].includes(task.status); asked += 1) {
      await setTimeout(500);
      task = await notion.asyncTasks.retrieve({ task_id: task.id });
    }
    assert.equal(task.status, "succeeded");
    const { markdown } = await notion.pages.retrieveMarkdown({ page_id: made.leaflet });
    assert.match(markdown, /Done later/);
  },

  async "comments: on a page, on a block and as an answer; changed and deleted"() {
    const comment = await notion.comments.create({
      parent: { page_id: made.leaflet },
      rich_text: text("Print it?"),
      display_name: { type: "custom", custom: { name: "Printer" } },
    });
    assert.ok(isFullComment(comment));
    const answer = await notion.comments.create({
      discussion_id: comment.discussion_id,
      markdown: "**Yes**",
    });
    assert.equal(answer.rich_text[0].annotations.bold, true);
    const { results } = await notion.blocks.children.list({ block_id: made.leaflet });
    const below = await notion.comments.create({ parent: { block_id: results[0].id }, rich_text: text("When?") });
    assert.equal(below.parent.block_id, results[0].id);
    const listed = await collectPaginatedAPI(notion.comments.list, { block_id: made.leaflet, page_size: 1 });
    assert.deepEqual(listed.map((it) => it.id), [comment.id, answer.id]);
    const changed = await notion.comments.update({ comment_id: answer.id, rich_text: text("No") });
    assert.equal(changed.rich_text[0].plain_text, "No");
    assert.equal((await notion.comments.retrieve({ comment_id: answer.id })).rich_text[0].plain_text, "No");
    await notion.comments.delete({ comment_id: answer.id });
    await assert.rejects(
      notion.comments.retrieve({ comment_id: answer.id }),
      (error) => error.code === APIErrorCode.ObjectNotFound,
    );
  },

  async "files: sent at once, attached, and fetched again"() {
    const upload = await notion.fileUploads.create({ filename: "dot.svg", content_type: "image/svg+xml" });
    assert.equal(upload.status, "pending");
    const sent = await notion.fileUploads.send({
      file_upload_id: upload.id,
      file: { filename: "dot.svg", data: new Blob(["<svg/>"], { type: "image/svg+xml" }) },
    });
    assert.deepEqual([sent.status, sent.content_length], ["uploaded", 6]);
    const { results } = await notion.blocks.children.append({
      block_id: made.leaflet,
      children: [{ type: "image", image: { type: "file_upload", file_upload: { id: upload.id } } }],
    });
    assert.equal(await (await fetch(results[0].image.file.url)).text(), "<svg/>");
    made.image = results[0].image.file.url;
  },

  async "files: sent in parts and completed"() {
    const upload = await notion.fileUploads.create({ mode: "multi_part", filename: "log.txt", number_of_parts: 2 });
    const parts = ["a".repeat(5 * 1024 * 1024), "the end"];
    for (const [at, part] of parts.entries()) {
      await notion.fileUploads.send({
        file_upload_id: upload.id,
        file: { filename: "log.txt", data: new Blob([part], { type: "text/plain" }) },
        part_number: String(at + 1),
      });
    }
    const complete = await notion.fileUploads.complete({ file_upload_id: upload.id });
    assert.deepEqual([complete.status, complete.content_length], ["uploaded", parts.join("").length]);
  },

  async "files: imported from an address, read and listed"() {
    const { id } = await notion.fileUploads.create({
      mode: "external_url",
      filename: "copy.svg",
      external_url: made.image,
    });
    const upload = await notion.fileUploads.retrieve({ file_upload_id: id });
    assert.equal(upload.status, "uploaded");
    const listed = await collectPaginatedAPI(notion.fileUploads.list, { status: "uploaded", page_size: 1 });
    assert.ok(listed.some((it) => it.id === id) && listed.length === 3);
  },

  async "views: made, changed, asked and deleted"() {
    const view = await notion.views.create({
      database_id: made.database,
      data_source_id: made.source,
      name: "Cheap",
      type: "table",
      filter: { property: "Price", number: { less_than: 1005 } },
      sorts: [{ property: "Price", direction: "descending" }],
    });
    assert.ok(isFullView(view));
    const changed = await notion.views.update({ view_id: view.id, name: "Cheapest" });
    assert.equal(changed.name, "Cheapest");
    assert.equal((await notion.views.retrieve({ view_id: view.id })).name, "Cheapest");
    const views = await collectPaginatedAPI(notion.views.list, { database_id: made.database, page_size: 1 });
    assert.ok(views.some((it) => it.id === view.id));
    const query = await notion.views.queries.create({ view_id: view.id, page_size: 2 });
    assert.deepEqual([query.total_count, query.results.length, query.has_more], [5, 2, true]);
    const asked = { view_id: view.id, query_id: query.id };
    const rest = await notion.views.queries.results({ ...asked, start_cursor: query.next_cursor });
    assert.equal(rest.results.length, 3);
    assert.equal((await notion.views.queries.delete(asked)).deleted, true);
    await notion.views.delete({ view_id: view.id });
    await assert.rejects(notion.views.retrieve({ view_id: view.id }), (error) => error.status === 404);
  },

  async "custom emojis: listed, found by name and used"() {
    const all = await collectPaginatedAPI(notion.customEmojis.list, { page_size: 1 });
    assert.deepEqual(all.map((emoji) => emoji.name), ["bell", "wheel"]);
    const { results } = await notion.customEmojis.list({ name: "wheel" });
    const icon = { type: "custom_emoji", custom_emoji: { id: results[0].id } };
    const page = await notion.pages.update({ page_id: made.leaflet, icon });
    assert.equal(page.icon.custom_emoji.name, "wheel");
  },

  async "OAuth: a token for a code, for a refresh token, and its end"() {
    const client = { client_id: "conformance", client_secret: "secret_conformance" };
    const first = await notion.oauth.token({
      ...client,
      grant_type: "authorization_code",
      code: "03conformance",
      redirect_uri: "https://halden.example/callback",
    });
    assert.equal(first.token_type, "bearer");
    const second = await notion.oauth.token({
      ...client,
      grant_type: "refresh_token",
      refresh_token: first.refresh_token,
    });
    const token = second.access_token;
    assert.equal((await notion.users.me({ auth: token })).id, second.bot_id);
    assert.equal((await notion.oauth.introspect({ ...client, token })).active, true);
    await notion.oauth.revoke({ ...client, token });
    assert.equal((await notion.oauth.introspect({ ...client, token })).active, false);
    await assert.rejects(notion.users.me({ auth: token }), (error) => error.code === APIErrorCode.Unauthorized);
  },
});
