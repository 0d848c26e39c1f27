"""Pages fetched from the web: the one way by which `collect` and `stamp` ask a network, and only when told to.

Whoever sends an address may mean harm: a page that leads to the router at home, to the metadata of a cloud machine,
to an answer that never ends. So an address is checked before anything is asked of it, its host is resolved once for
each question and all that it resolves to must be public, the connection goes to the very number that was checked, every
redirect starts over, and time and size have limits.

HTTP is spoken through h11, which is a parser alone: it opens no socket, resolves no name, follows no redirect, keeps
no cookie and reads no proxy from the environment, so that all of that is done here, in plain sight, or not at all. The
http.client of the standard library waits for headers without a limit in time; urllib, requests and httpx resolve a name
again when they connect. robots.txt is read by Protego, the parser of the Scrapy project.
"""

from firmground.documents.keep.fetch.guards import FetchError, Guards
from firmground.documents.keep.fetch.pages import fetch_pages
from firmground.documents.keep.fetch.post import post_bytes

__all__ = ["FetchError", "Guards", "fetch_pages", "post_bytes"]
