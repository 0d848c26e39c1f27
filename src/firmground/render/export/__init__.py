"""A folder to take away: each claim's card, pictures and tables, and the ground of the case for programs of maps."""

from __future__ import annotations

from firmground.render.export.write import FORMATS, write_export

__all__ = ["FORMATS", "write_export"]
