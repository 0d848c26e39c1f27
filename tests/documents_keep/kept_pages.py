"""A case and a page in our own words, for tests of what is kept."""

from __future__ import annotations

CASE = {
    "case.toml": 'title = "Two towns"\n',
    "sources.toml": '[[sources]]\nid = "gazette"\ntitle = "The Gazette"\n',
}
PAGE = """Strikes near Milltown

By A. Writer

9 March 2024

The spokesman said at least 12 people were killed near Milltown. He named no unit.

More than half of the strikes hit ground that was held by the South. Nobody could check it.
"""
