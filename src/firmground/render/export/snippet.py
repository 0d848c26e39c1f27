"""The card as a piece of HTML that is pasted into an article: the whole card inside a frame of its own."""

from __future__ import annotations

from markupsafe import Markup

from firmground.render.visible import one_line

# The frame may open a source in a new tab and nothing else: no scripts, no forms, no reach into the article.
_RIGHTS = "allow-popups allow-popups-to-escape-sandbox"


def frame_card(card: str, title: str, height: int) -> str:
    """An iframe with the card in its `srcdoc`. `height` in pixels, for a column about as wide as a phone or more."""
    return str(
        Markup(
            '<iframe title="{}" sandbox="{}" loading="lazy" height="{}" style="width:100%;border:0" srcdoc="{}">'
            "</iframe>\n"
        ).format(one_line(title), _RIGHTS, height, card)
    )
