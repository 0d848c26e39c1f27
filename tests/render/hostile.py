"""Puts one text into every text field of a report, however deep."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace

from sample import sample_report

# One of everything is enough to meet every place where a text is printed, and keeps a page small.
_FEW = 2


def small_report():
    """The sample with at most two of everything, so that it can be rendered hundreds of times."""
    report = _prune(sample_report())
    claims = sample_report().claims
    return replace(report, claims=tuple(_prune(claims[n]) for n in (0, 1, 3)))


def fill(value, text):
    """The value with every str in it, and every key of a dict, replaced by `text`."""
    if isinstance(value, str):
        return text
    if is_dataclass(value):
        return replace(value, **{f.name: fill(getattr(value, f.name), text) for f in fields(value)})
    if isinstance(value, tuple):
        return tuple(fill(each, text) for each in value)
    if isinstance(value, dict):
        return {f"{text}{n}": fill(each, text) for n, each in enumerate(value.values())}
    return value


def scatter(value, texts, turn=0):
    """The value with another of `texts` in each of its str; another `turn` puts them into other fields."""
    left = iter(())

    def following():
        nonlocal left
        text = next(left, None)
        if text is None:
            left = iter([*texts[turn::7], *(text for n in range(7) if n != turn for text in texts[n::7])])
            text = next(left)
        return text

    def put(part):
        if isinstance(part, str):
            return following()
        if is_dataclass(part):
            return replace(part, **{f.name: put(getattr(part, f.name)) for f in fields(part)})
        if isinstance(part, tuple):
            return tuple(put(each) for each in part)
        if isinstance(part, dict):
            return {following(): put(each) for each in part.values()}
        return part

    return put(value)


def _prune(value):
    if is_dataclass(value):
        return replace(value, **{f.name: _prune(getattr(value, f.name)) for f in fields(value)})
    if isinstance(value, tuple) and value and not isinstance(value[0], (float, int, tuple)):
        return tuple(_prune(each) for each in value[:_FEW])
    return value
