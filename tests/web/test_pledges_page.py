"""The page of pledges: the same board as in the report, and what it says of a case without any."""

from __future__ import annotations

import html
import re


def text_of(answer):
    assert answer.status_code == 200
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text)))


def test_every_pledge_of_the_case_stands_on_the_board_with_its_source(demo, demo_app):
    answer = demo.get("/pledges")
    page = text_of(answer)
    chapter = demo_app.state.desk.snapshot.report.pledges
    assert answer.text.count('class="fig pledge"') == len(chapter.pledges) == 10
    for pledge in chapter.pledges:
        assert pledge.what in page
        assert html.escape(pledge.source.url) in answer.text
    assert "397 to 223" in page
    assert "445 to 146" in page


def test_a_claim_about_pledges_leads_from_its_page_to_what_is_known_of_each(client, demo_folder, tmp_path):
    folder = tmp_path / "case"
    folder.mkdir()
    for name in ("actors.toml", "sources.toml", "undertakings.toml"):
        (folder / name).write_bytes((demo_folder / name).read_bytes())
    (folder / "case.toml").write_text('title = "Promises"\n')
    (folder / "claims.toml").write_text(
        '[[claims]]\nid = "most"\nby = "x"\non = "2016-01-01"\nsays = "Most were kept"\n[claims.test]\n'
        'measure = "pledges-share"\nstate = "kept"\non = "2015-12-01/2015-12-03"\nvalue = "> 0.05"\n'
    )
    page = text_of(client(folder).get("/claims/most"))
    assert "between 0 and 1 were kept at the end of some day of" in page
    assert "United Kingdom to France: Prospect of joining the air strikes in Syria kept or open" in re.sub(
        r" – ", " ", page
    )


def test_a_case_without_pledges_says_where_they_would_be_written(client, tmp_path):
    (tmp_path / "case.toml").write_text('title = "Nothing promised"\n')
    page = text_of(client(tmp_path).get("/pledges"))
    assert "The case holds no pledge." in page
    assert "undertakings.toml" in page
