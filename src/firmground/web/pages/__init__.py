"""The pages of the app, each a module with its `ROUTES` and its entries in the navigation (`NAV`).

A page takes a request and a snapshot and gives what is to be shown; it computes no number that the report does not.
"""

from __future__ import annotations

from typing import Final

# One a line. The order decides nothing: entries of the navigation carry their own.
MODULES: Final = (
    "overview",
    "claims",
    "events",
    "event",
    "problems",
    "search",
    "sources",
    "map",
    "documents",
    "document_changes",
    "document",
    "review",
    "record",
    "record_add",
    "record_remove",
    "disclosure",
    "agreements",
    "pledges",
    "ties",
    "encounters",
    "sharing",
)
