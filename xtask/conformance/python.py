"""The Python SDK against a local Notion: every method that it offers is called.

Reads NOTION_BASE_URL, NOTION_TOKEN, NOTION_VERSION and NOTION_ROOT (the page to work under) and ends
with `N passed, N failed`. A method that no step was answered by is a failure too, so that a newer
SDK cannot bring one that is not tried.
"""

import asyncio
import io
import logging
import os
import sys
import traceback
import urllib.request

from notion_client import APIErrorCode, APIResponseError, AsyncClient, Client
from notion_client.api_endpoints import Endpoint
from notion_client.helpers import (
    async_collect_paginated_api,
    collect_data_source_templates,
    collect_paginated_api,
    is_full_block,
    is_full_comment,
    is_full_data_source,
    is_full_database,
    is_full_page,
    is_full_user,
    is_full_view,
)

VERSION = os.environ["NOTION_VERSION"]
ROOT = os.environ["NOTION_ROOT"]
OPTIONS = {
    "auth": os.environ["NOTION_TOKEN"],
    "base_url": os.environ["NOTION_BASE_URL"],
    "notion_version": VERSION,
    "log_level": logging.ERROR,
}

notion = Client(OPTIONS)

# The methods whose endpoints a local Notion has not.
REFUSED = {"blocks.meeting_notes.query": {}}

# The methods of the client by their names, and those among them that were answered.
offered = {}
answered = set()


def watched(name, method):
    def call(*args, **kwargs):
        answer = method(*args, **kwargs)
        answered.add(name)
        return answer

    offered[name] = call
    return call


def watch(owner, path):
    for name, endpoint in list(vars(owner).items()):
        if not isinstance(endpoint, Endpoint):
            continue
        at = f"{path}{name}"
        watch(endpoint, f"{at}.")
        for method in dir(endpoint):
            if not method.startswith("_") and callable(getattr(endpoint, method)):
                setattr(endpoint, method, watched(f"{at}.{method}", getattr(endpoint, method)))
        if callable(endpoint):
            setattr(owner, name, watched(at, endpoint))


watch(notion, "")


def text(content):
    return [{"type": "text", "text": {"content": content}}]


def paragraph(content):
    return {"type": "paragraph", "paragraph": {"rich_text": text(content)}}


def row(source, name, price):
    properties = {"Name": {"title": text(name)}, "Price": {"number": price}}
    return notion.pages.create(
        parent={"type": "data_source_id", "data_source_id": source}, properties=properties
    )


def refusal(call, *args, **kwargs):
    """The error that a call ends with."""
    try:
        call(*args, **kwargs)
    except APIResponseError as error:
        return error
    raise AssertionError("it should be refused")


def same(found, expected):
    assert found == expected, f"{found!r} is not {expected!r}"


# What later steps need from earlier ones.
made = {}


def users():
    """users: the bot of the token, and people"""
    same(notion.users.me()["type"], "bot")
    people = [it for it in collect_paginated_api(notion.users.list, page_size=1) if it["type"] == "person"]
    person = notion.users.retrieve(people[0]["id"])
    assert is_full_user(person)
    same(person, {**people[0], "request_id": person["request_id"]})


def databases():
    """databases: made, changed and read"""
    properties = {"Name": {"title": {}}, "Price": {"number": {"format": "euro"}}, "Built": {"date": {}}}
    database = notion.databases.create(
        parent={"type": "page_id", "page_id": ROOT},
        title=text("Bikes"),
        initial_data_source={"properties": properties},
    )
    made["database"] = database["id"]
    made["source"] = database["data_sources"][0]["id"]
    notion.databases.update(made["database"], title=text("All bikes"), is_inline=True)
    database = notion.databases.retrieve(made["database"])
    assert is_full_database(database)
    same((database["title"][0]["plain_text"], database["is_inline"]), ("All bikes", True))


def data_sources():
    """data sources: a second one, and its schema"""
    source = notion.data_sources.create(
        parent={"type": "database_id", "database_id": made["database"]},
        title=text("Repairs"),
        properties={"Name": {"title": {}}, "Hours": {"number": {}}},
    )
    notion.data_sources.update(source["id"], properties={"Hours": {"name": "Time"}}, title=text("Workshop"))
    source = notion.data_sources.retrieve(source["id"])
    assert is_full_data_source(source)
    same(sorted(source["properties"]), ["Name", "Time"])


def pages():
    """pages: made, read, changed and moved"""
    page = notion.pages.create(
        parent={"type": "page_id", "page_id": ROOT},
        icon={"type": "emoji", "emoji": "🚲"},
        properties={"title": {"title": text("Leaflet")}},
        children=[paragraph("Ride more."), paragraph("Brake less.")],
    )
    made["page"] = page["id"]
    changed = notion.pages.update(page["id"], icon={"type": "emoji", "emoji": "🛞"})
    same(changed["icon"]["emoji"], "🛞")
    assert is_full_page(notion.pages.retrieve(page["id"]))
    title = notion.pages.properties.retrieve(page["id"], "title")
    same(title["results"][0]["title"]["plain_text"], "Leaflet")
    shelf = notion.pages.create(
        parent={"type": "page_id", "page_id": ROOT}, properties={"title": {"title": text("Shelf")}}
    )
    moved = notion.pages.move(page["id"], parent={"type": "page_id", "page_id": shelf["id"]})
    same(moved["parent"]["page_id"], shelf["id"])


def queries():
    """data sources: rows, a filter, sorts and a cursor"""
    for price in range(1000, 1012):
        row(made["source"], f"Used {price}", price)
    rows = collect_paginated_api(
        notion.data_sources.query,
        data_source_id=made["source"],
        filter={"property": "Price", "number": {"less_than": 1005}},
        sorts=[{"property": "Price", "direction": "descending"}],
        page_size=2,
    )
    same([it["properties"]["Price"]["number"] for it in rows], [1004, 1003, 1002, 1001, 1000])
    wrong = refusal(notion.data_sources.query, made["source"], filter={"property": "Price", "select": {"equals": "x"}})
    same((wrong.code, wrong.status), (APIErrorCode.ValidationError, 400))


def templates():
    """templates: listed, and a page made of one"""
    found = notion.search(query="Notes", filter={"property": "object", "value": "data_source"})["results"]
    notes = found[0]["id"]
    names = [it["name"] for it in collect_data_source_templates(notion.data_sources.list_templates, data_source_id=notes)]
    same(names, ["Meeting", "Diary"])
    page = notion.pages.create(
        parent={"type": "data_source_id", "data_source_id": notes}, template={"type": "default"}
    )
    same(notion.pages.retrieve(page["id"])["properties"]["Tag"]["select"]["name"], "meeting")


def blocks():
    """blocks: listed, appended, read, changed and deleted"""
    [first, second] = notion.blocks.children.list(made["page"])["results"]
    spot = (
        {"after": first["id"]}
        if VERSION == "2025-09-03"
        else {"position": {"type": "after_block", "after_block": {"id": first["id"]}}}
    )
    appended = notion.blocks.children.append(
        made["page"], children=[paragraph(f"Line {at}") for at in range(100)], **spot
    )
    same(appended["results"][0]["paragraph"]["rich_text"][0]["plain_text"], "Line 0")
    everything = collect_paginated_api(notion.blocks.children.list, block_id=made["page"])
    same((len(everything), everything[0]["id"], everything[-1]["id"]), (102, first["id"], second["id"]))
    notion.blocks.update(second["id"], paragraph={"rich_text": text("Brake.")})
    block = notion.blocks.retrieve(second["id"])
    assert is_full_block(block)
    same(block["paragraph"]["rich_text"][0]["plain_text"], "Brake.")
    same(notion.blocks.delete(second["id"])["in_trash"], True)


def markdown():
    """Markdown: a page is read and changed as text"""
    notion.pages.update_markdown(made["page"], type="replace_content", replace_content={"new_str": "# One\n\nTwo"})
    updates = [{"old_str": "Two", "new_str": "**Zwei**"}]
    notion.pages.update_markdown(made["page"], type="update_content", update_content={"content_updates": updates})
    notion.pages.update_markdown(made["page"], type="insert_content", insert_content={"content": "Three"})
    page = notion.pages.retrieve_markdown(made["page"])
    same(page["object"], "page_markdown")
    same([line for line in page["markdown"].splitlines() if line], ["# One", "**Zwei**", "Three"])


def comments():
    """comments: on a page and as an answer; changed and deleted"""
    comment = notion.comments.create(parent={"page_id": made["page"]}, rich_text=text("Print it?"))
    answer = notion.comments.create(discussion_id=comment["discussion_id"], markdown="**Yes**")
    listed = collect_paginated_api(notion.comments.list, block_id=made["page"], page_size=1)
    same([it["id"] for it in listed], [comment["id"], answer["id"]])
    notion.comments.update(answer["id"], rich_text=text("No"))
    changed = notion.comments.retrieve(answer["id"])
    assert is_full_comment({**changed, "type": "comment"})
    same(changed["rich_text"][0]["plain_text"], "No")
    notion.comments.delete(answer["id"])
    same(refusal(notion.comments.retrieve, answer["id"]).code, APIErrorCode.ObjectNotFound)


def files():
    """files: sent at once, in parts and by address; attached and fetched again"""
    upload = notion.file_uploads.create(filename="dot.svg", content_type="image/svg+xml")["id"]
    sent = notion.file_uploads.send(upload, file=("dot.svg", io.BytesIO(b"<svg/>"), "image/svg+xml"))
    same((sent["status"], sent["content_length"]), ("uploaded", 6))
    image = {"type": "image", "image": {"type": "file_upload", "file_upload": {"id": upload}}}
    attached = notion.blocks.children.append(made["page"], children=[image])["results"][0]
    address = attached["image"]["file"]["url"]
    with urllib.request.urlopen(address) as answer:
        same(answer.read(), b"<svg/>")
    parts = [b"a" * (5 * 1024 * 1024), b"the end"]
    upload = notion.file_uploads.create(mode="multi_part", filename="log.txt", number_of_parts=2)["id"]
    for at, part in enumerate(parts, 1):
        notion.file_uploads.send(upload, file=("log.txt", io.BytesIO(part), "text/plain"), part_number=str(at))
    complete = notion.file_uploads.complete(upload)
    same((complete["status"], complete["content_length"]), ("uploaded", sum(map(len, parts))))
    copy = notion.file_uploads.create(mode="external_url", filename="copy.svg", external_url=address)["id"]
    same(notion.file_uploads.retrieve(copy)["status"], "uploaded")
    same(len(collect_paginated_api(notion.file_uploads.list, status="uploaded", page_size=1)), 3)


def views():
    """views: made, changed, asked and deleted"""
    view = notion.views.create(
        database_id=made["database"],
        data_source_id=made["source"],
        name="Cheap",
        type="table",
        filter={"property": "Price", "number": {"less_than": 1005}},
    )["id"]
    same(notion.views.update(view, name="Cheapest")["name"], "Cheapest")
    assert is_full_view(notion.views.retrieve(view))
    listed = collect_paginated_api(notion.views.list, database_id=made["database"], page_size=1)
    assert view in [it["id"] for it in listed]
    query = notion.views.queries.create(view, page_size=2)
    same((query["total_count"], len(query["results"])), (5, 2))
    rest = notion.views.queries.results(view, query["id"], start_cursor=query["next_cursor"])
    same(len(rest["results"]), 3)
    same(notion.views.queries.delete(view, query["id"])["deleted"], True)
    notion.views.delete(view)
    same(refusal(notion.views.retrieve, view).status, 404)


def custom_emojis():
    """custom emojis: listed and found by name"""
    same([it["name"] for it in collect_paginated_api(notion.custom_emojis.list, page_size=1)], ["bell", "wheel"])
    same(len(notion.custom_emojis.list(name="wheel")["results"]), 1)


def oauth():
    """OAuth: a token for a code, for a refresh token, and its end"""
    client = ("conformance", "secret_conformance")
    first = notion.oauth.token(*client, grant_type="authorization_code", code="03conformance")
    second = notion.oauth.token(*client, grant_type="refresh_token", refresh_token=first["refresh_token"])
    token = second["access_token"]
    same(notion.users.me(auth=token)["id"], second["bot_id"])
    same(notion.oauth.introspect(*client, token=token)["active"], True)
    notion.oauth.revoke(*client, token=token)
    same(notion.oauth.introspect(*client, token=token)["active"], False)
    same(refusal(notion.users.me, auth=token).code, APIErrorCode.Unauthorized)


def asynchronous():
    """the asynchronous client: the same, many at once"""

    async def run():
        async with AsyncClient(OPTIONS) as client:
            rows = await async_collect_paginated_api(
                client.data_sources.query, data_source_id=made["source"], page_size=5
            )
            return await asyncio.gather(*(client.pages.retrieve(it["id"]) for it in rows))

    same(len(asyncio.run(run())), 12)


def refusals():
    """refusals: what a local Notion does not serve is said to be missing"""
    for name, arguments in REFUSED.items():
        error = refusal(offered[name], **arguments)
        same((error.status, error.code), (400, APIErrorCode.InvalidRequest))


def everything():
    """the SDK: every method was answered, but for those that are refused"""
    same(sorted(set(offered) - answered - set(REFUSED)), [])


STEPS = [
    users, databases, data_sources, pages, queries, templates, blocks, markdown, comments, files, views,
    custom_emojis, oauth, asynchronous, refusals, everything,
]  # fmt: skip

failed = 0
for step in STEPS:
    try:
        step()
        print(f"ok      {step.__doc__}")
    except Exception:
        failed += 1
        print(f"FAILED  {step.__doc__}\n        " + traceback.format_exc().rstrip().replace("\n", "\n        "))
print(f"{len(offered) - len(REFUSED)} of {len(offered)} methods are served here")
print(f"{len(STEPS) - failed} passed, {failed} failed")
sys.exit(1 if failed else 0)
