"""The whole app over cases full of attacks: every page that a link leads to, in a real browser."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest

sys.path.append(str(Path(__file__).resolve().parents[1] / "end_to_end"))

from test_hostile_text import PAYLOADS, hostile_case

MOST_OF_A_KIND = 1  # pages that differ only in what they are about
# What no page of ours holds, whatever a text says. Links and pictures of a text never come to life.
NEVER = "iframe, object, embed, img, video, audio, base, frame, marquee, math, animate, set, foreignObject, [srcdoc]"
SOUND = """() => {
  const wrong = [...document.querySelectorAll(NEVER)].map((one) => one.outerHTML.slice(0, 200));
  for (const one of document.querySelectorAll("*")) {
    for (const { name, value } of one.attributes) {
      const bad = /^on/i.test(name) || (name === "style" && !one.closest("canvas, .maplibregl-map, [data-canvas]"))
        || (["href", "src", "action", "formaction", "xlink:href"].includes(name) && /^\\s*(javascript|data|vbscript):/i.test(value));
      if (bad && value !== "data:,"
        && !(one.hasAttribute("download") && value.startsWith("data:text/csv;"))) wrong.push(`${one.tagName} ${name}=${value}`.slice(0, 200));
    }
  }
  for (const one of document.scripts)
    if (!one.src.startsWith(location.origin + "/static/") && !/json|octet/.test(one.type)) wrong.push(one.outerHTML.slice(0, 200));
  return wrong;
}""".replace("NEVER", json.dumps(NEVER))


@pytest.fixture
def case_of(tmp_path):
    """Writes a case folder; `a__toml` becomes the file a.toml."""

    def write(folder, **files):
        root = tmp_path / folder
        root.mkdir(parents=True)
        for name, text in files.items():
            (root / name.replace("__", ".")).write_text(text, encoding="utf-8")
        return root

    return write


def corpus(shared, name):
    if name == "ours":
        # A zero byte makes a table unreadable as a whole: then there is no event to show.
        return "\n".join(text for name, text in PAYLOADS.items() if name != "zero")
    path = {"published": "corpora/dompurify-xss/payloads.json", "naughty": "corpora/naughty-strings/blns.json"}[name]
    return "\n".join(map(str, json.loads(shared(path).read_text(encoding="utf-8"))))


def crawl(seen, base):
    """Follows every link of the app from its first page; gives each address with what is wrong on its page."""
    waiting, met, kinds, wrong = ["/"], {"/"}, {}, {}
    while waiting:
        path = waiting.pop(0)
        answer = seen.page.goto(base + path, wait_until="load")
        faults = seen.page.evaluate(SOUND)
        if answer.status != 200:
            faults.append(f"status {answer.status}")
        if seen.page.locator("main, body").count() == 0:
            faults.append("no page")
        overflow = seen.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if overflow > 0:
            faults.append(f"{overflow} px wider than the window")
        if faults:
            wrong[path] = faults
        for link in seen.page.eval_on_selector_all(
            "a[href]", "all => all.map((a) => new URL(a.getAttribute('href'), location.href).href)"
        ):
            parts = urlsplit(link)
            if f"{parts.scheme}://{parts.netloc}" != base:
                continue
            there = parts.path + (f"?{parts.query}" if parts.query else "")
            kind = (
                re.sub(r"(?<=[/=])[^/=&]*\d[^/=&]*", "N", parts.path)
                + "?"
                + "&".join(sorted(re.findall(r"(\w+)=", parts.query)))
            )
            kind = re.sub(r"^/(claims|actors|places|review)/.+", r"/\1/N", kind)
            if there not in met and kinds.get(kind, 0) < MOST_OF_A_KIND and not parts.path.startswith("/static/"):
                met.add(there)
                kinds[kind] = kinds.get(kind, 0) + 1
                waiting.append(there)
    return met, wrong


@pytest.mark.parametrize("name", ["ours", "published", "naughty"])
def test_no_text_of_a_case_comes_to_life_on_any_page(visit, serve_case, case_of, shared, name):
    base = serve_case(hostile_case(case_of, corpus(shared, name)))
    with visit(f"{base}/") as seen:
        met, wrong = crawl(seen, base)
        assert wrong == {}
        assert seen.dialogs == []
        assert seen.outside == []
        assert seen.complaints == []
        assert {"/", "/events", "/problems", "/sources", "/actors", "/places"} <= {urlsplit(path).path for path in met}
        assert any(path.startswith("/events/") for path in met)


@pytest.mark.parametrize("attack", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ 7*7 }}"])
def test_a_search_for_an_attack_is_words(visit, serve_case, case_of, attack):
    base = serve_case(hostile_case(case_of, attack))
    with visit(f"{base}/search") as seen:
        seen.page.fill("#search-words", attack)
        seen.page.wait_for_selector("#found section")
        assert seen.page.evaluate(SOUND) == []
        assert attack in seen.page.inner_text("#found")
        seen.page.goto(f"{base}/events")
        seen.page.fill("#filter-text", attack)
        seen.page.wait_for_timeout(600)
        assert seen.page.evaluate(SOUND) == []
        assert (seen.dialogs, seen.outside, seen.complaints) == ([], [], [])
