"""documents: from pages and releases to proposed records, each tied to the words that it came from.

Nothing here decides: a reader points at spans of a text and proposes; a person accepts, changes or refuses, and only
what was accepted is ever counted.
"""
