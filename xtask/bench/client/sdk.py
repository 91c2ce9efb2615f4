"""Does one job with the Python SDK, as its documentation shows it, and says in one line of JSON how
it went: `python sdk.py read|create URL DATA_SOURCE`."""

import asyncio
import json
import logging
import os
import resource
import sys
import time

from notion_client import AsyncClient, Client
from notion_client.helpers import iterate_paginated_api

PAGES = 200

job, url, source = sys.argv[1:]
options = {"auth": os.environ["NOTION_TOKEN"], "base_url": url, "log_level": logging.ERROR}


def read():
    notion = Client(**options)
    pages = iterate_paginated_api(
        notion.data_sources.query, data_source_id=source, page_size=100
    )
    return sum(1 for page in pages if "Name" in page["properties"])


async def create():
    async with AsyncClient(**options) as notion:
        calls = [
            notion.pages.create(
                parent={"type": "data_source_id", "data_source_id": source},
                properties={"Name": {"title": [{"text": {"content": f"Page {index}"}}]}},
            )
            for index in range(PAGES)
        ]
        answers = await asyncio.gather(*calls, return_exceptions=True)
    return sum(1 for answer in answers if not isinstance(answer, BaseException))


start = time.perf_counter()
done = read() if job == "read" else asyncio.run(create())
microseconds = round((time.perf_counter() - start) * 1_000_000)
# Linux counts in KiB, macOS in bytes.
unit = 1024 if sys.platform == "darwin" else 1
kibibytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // unit
print(json.dumps({"done": done, "microseconds": microseconds, "kibibytes": kibibytes}))
