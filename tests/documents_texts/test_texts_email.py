"""E-mails: headers attest, quotations are set aside, attachments are named."""

from __future__ import annotations

from email.message import EmailMessage

import pytest

from firmground.documents.texts import NoTextError, read_text

WORDS = """\
On 21 October aircraft of the northern air force carried out
twelve strikes on places in the valley. Near Amud, three strikes
destroyed a depot and two vehicles, and near the lake four strikes
hit a command post, the ministry said in its daily bulletin.

Regards,
Jo

On Tue, 20 Oct 2031, Desk <desk@daily.example> wrote:
> When will you send the list of places that were
> struck yesterday?

--\x20
Press office
"""


def message(
    words: str = WORDS, subtype: str = "plain", charset: str = "utf-8", subject: str = "Strikes on 21 October"
) -> EmailMessage:
    mail = EmailMessage()
    mail["From"] = "Press Office <press@mod.example>"
    mail["Subject"] = subject
    mail["To"] = "desk@daily.example"
    mail.set_content(words, subtype=subtype, charset=charset)
    return mail


def as_bytes(mail: EmailMessage) -> bytes:
    return b"Date: Tue, 21 Oct 2031 23:30:00 -0400\n" + mail.as_bytes()


def body_of(found) -> str:
    text = found.text
    for mark in reversed(found.marks):
        text = text[: mark.span.start] + text[mark.span.stop :]
    return text.strip()


def test_headers_attest_and_stand_above_the_words():
    found = read_text(as_bytes(message()), "a.eml")
    assert found.text.split("\n")[:3] == [
        "Strikes on 21 October",
        "From: Press Office <press@mod.example>",
        "Date: Tue, 21 Oct 2031 23:30:00 -0400",
    ]
    assert [mark.kind.value for mark in found.marks[:3]] == ["title", "byline", "byline"]
    assert (found.title.value, found.title.how) == ("Strikes on 21 October", "header Subject")
    assert (found.byline.value, found.byline.how) == ("Press Office", "header From")
    assert (found.published.value, found.published.how) == ("2031-10-21", "header Date")
    assert (found.site.value, found.media) == ("mod.example", "email")


def test_quotations_and_signatures_are_set_aside_and_counted():
    found = read_text(as_bytes(message()), "a.eml")
    assert body_of(found).startswith(
        "On 21 October aircraft of the northern air force carried out twelve strikes on places"
    )
    assert body_of(found).endswith("Regards,\nJo")
    assert "5 lines that it quotes from other messages, or that sign it, were set aside" in found.doubts


def test_the_plain_part_goes_before_the_html_part():
    mail = message()
    mail.add_alternative("<p>Something else.</p>", subtype="html")
    assert "Something else." not in read_text(as_bytes(mail), "a.eml").text


def test_an_html_part_goes_the_way_of_a_page():
    page = (
        "<p>On 21 October aircraft of the northern air force carried out twelve strikes on places in the valley, it said.</p>"
        "<p>Near Amud, three strikes destroyed a depot and two vehicles.</p><div class='gmail_quote'>On Tuesday Desk wrote:"
        "<blockquote type=cite>When will you send it?</blockquote></div>"
    )
    found = read_text(as_bytes(message(page, "html", "koi8-r", "Нанесены удары")), "a.eml")
    assert (found.title.value, found.media) == ("Нанесены удары", "email")
    assert "When will you" in found.text
    assert "When will you" not in body_of(found)
    assert "three strikes destroyed" in body_of(found)
    assert found.published.value == "2031-10-21"


def test_attachments_are_named_and_not_read():
    mail = message()
    for name in ("list.pdf", "map.png"):
        mail.add_attachment(b"secret", maintype="application", subtype="octet-stream", filename=name)
    found = read_text(as_bytes(mail), "a.eml")
    assert any(doubt.startswith("it has 2 attachments that are not read: list.pdf, map.png;") for doubt in found.doubts)
    assert "secret" not in found.text


def test_a_page_that_a_browser_saved_is_a_page():
    mail = EmailMessage()
    mail["From"] = "<Saved by Blink>"
    mail["Snapshot-Content-Location"] = "https://www.daily.example/2031/10/21/strikes"
    mail["Subject"] = "x"
    mail.set_content(
        "<html lang=en><body><h1>A title of words</h1><p>The ministry said so.</p></body></html>", subtype="html"
    )
    mail.make_related()
    found = read_text(mail.as_bytes(), "a.mhtml")
    assert (found.media, found.site.value) == ("html", "daily.example")
    assert found.text == "A title of words\nThe ministry said so."
    assert (found.published.value, found.published.how) == ("2031-10-21", "address of the page")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"From: a@b.c\nDate: x\nSubject: " + b"a " * 50_000 + b"\n\nhi", "a header 'Subject' of 100,009"),
        (b"From: a@b.c\nDate: x\nSubject: y\n\nA" + b"\nContent-Type: x" * 2_000, "over 1,000 parts"),
        (b"From x@y Mon Jan 1\nFrom: a@b.c\nDate: x\nSubject: y\n\nA", "a mailbox with several messages"),
    ],
)
def test_what_cannot_be_read_is_one_sentence(content, told):
    with pytest.raises(NoTextError, match=told):
        read_text(content, "a.eml" if not content.startswith(b"From x") else "box")


def test_a_message_in_a_message_without_end_is_told():
    nested = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(300))
    found = read_text(b"From: a@b.c\nSubject: y\nDate: z\n" + nested, "a.eml")
    assert found.title.value == "y"
