"""One sentence a case, of our own. {s:speaker} {c:cue} {w:words said} {r:who passes it on}; what is not marked is none of them."""

import pytest
import statement_gold as gold

from firmground.documents.statements import find_statements

SAID = """
{s:The ministry} {c:said} in a statement on Monday that {w:its jets had hit 12 targets}.
{w:“We hit terrorists only,”} {c:said} {s:Maria Zakharova, a spokeswoman for the foreign ministry}.
{w:Russia hit 40 targets}, {c:according to} {s:the defence ministry}.
{c:According to} {s:Rami Abdulrahman, head of the Observatory}, {w:nine people died}.
{w:Nine people died}, {c:said} {s:the Observatory}.
{w:Thirty dead}, {c:say} {s:locals}.
{w:“It was a school,”} {s:one resident} {c:told} the BBC by telephone.
{s:Turkey} on Tuesday {c:accused} {w:Russia of violating its airspace}.
{s:The Kremlin} {c:has repeatedly denied} that {w:its planes hit hospitals}.
{s:President Vladimir Putin} {c:promised} {w:to withdraw the bulk of the force}.
{w:The strikes}, {s:he} {c:said}, {w:will go on until the spring}.
{w:“This,”} {s:she} {c:said}, {w:“is a lie.”}
{s:Col. Steve Warren, a Pentagon spokesman}, {c:said} {w:the coalition had carried out 24 strikes}.
{s:Activists} {c:say} {w:at least 20 civilians were killed}, but {s:Damascus} {c:says} {w:the dead were fighters}.
{r:TASS} quoted {s:a source in the General Staff} as {c:saying} {w:the ships would return}.
{s:Peskov} was quoted by {r:RIA} as {c:saying} that {w:the talks had failed}.
{r:The agency} {c:reported}, citing {s:the ministry}, that {w:the bridge was closed}.
Citing {s:three diplomats}, {r:Reuters} {c:said} {w:most of the strikes had missed}.
{r:Reuters}, citing {s:three diplomats}, {c:said} {w:most of the strikes had missed}.
{w:“The bridge is closed,”} {s:Konashenkov} {c:said}, according to {r:Interfax}.
{w:“It is late,”} {r:Interfax} quoted {s:Konashenkov} as {c:saying}.
{w:“It is late,”} {s:Konashenkov} was quoted as {c:saying} by {r:Interfax}.
{r:Reuters} {c:reported}, citing {s:a source}, {w:it was late}.
{r:SANA} {c:reported} that {w:it was late}, citing {s:a military source}.
{s:Lavrov} {c:said} on Tuesday after talks with Kerry that {w:it was late}.
{s:The head of the Observatory, Rami Abdulrahman}, {c:told} AFP {w:six were children}.
{s:The minister} {c:said} at a news conference in Moscow: {w:“It is late.”}
{s:Officials in Washington} who were briefed on the matter {c:said} {w:the list was short}.
{s:The U.N. envoy}, who arrived on Friday, {c:warned} {w:the truce could collapse}.
{s:Amnesty International} {c:called on} {w:Moscow to publish the coordinates}.
{s:Clinton} {c:called} {w:the vote “a travesty.”}
{s:A U.S. official}, speaking on condition of anonymity, {c:said} {w:the drone was American}.
In his speech, {s:Assad} {c:blamed} {w:foreign powers for the war}.
{s:French Foreign Minister Laurent Fabius} {c:told} Europe 1 radio {w:the strikes had spared Islamic State}.
{s:Medics} {c:told} the daily Al-Hayat that {w:the ward was full}.
{w:More than half of the strikes missed}, {s:three diplomats} {c:said} on Tuesday.
{s:A Reuters analysis of targets disclosed up to mid-October} {c:showed} {w:80 percent in other areas}.
{s:Netanyahu} {c:did not deny} {w:the strike}.
{s:The general} {c:said}: {w:“We are winning.”}
{s:The Pentagon} {c:said} late on Friday {w:it was looking into reports of civilian deaths}.
{s:Iran’s deputy foreign minister, Hossein Amir-Abdollahian}, {c:rejected} {w:the accusation as baseless}.
{w:Four people were wounded}, {s:a hospital official} {c:said}, {w:and two of them were in danger}.
{s:State media} {c:reported} on Thursday {w:the recapture of the town}.
{s:Syria’s army} {c:said}, without giving details, that {w:it had taken the hill}.
{w:They flew 394 sorties, destroying 46 posts, 22 depots and two camps}, {s:Colonel Andrei Kartapolov, head of the directorate}, {c:told} journalists.
{s:The spokesman for the Ministry Igor Konashenkov} {c:said} {w:88 sorties were flown}.
{w:The bombers}, {c:according to} {s:intelligence reports}, {w:planned an attack}.
On Friday, {c:according to} {s:the ministry}, {w:two towns were taken}.
{w:There were strikes on the rebels, close to the border}, {s:available data} {c:show}.
On Oct. 7 {s:John Kirby, a spokesman of the department}, {c:had said} that {w:more than 90 percent missed}.
{w:The strikes go no further than al-Nusra, its allies and other groups}, {s:Sergei Lavrov, the minister}, {c:said} on Oct. 1.
{w:“Where are the observers?”} {s:Kerry} {c:asked}.
{w:‘We will not leave,’} {s:the mayor} {c:said}. {w:‘This is our town.’}
{w:«Nous restons»}, {c:said} {s:the mayor}.
{w:„Wir bleiben“}, {c:said} {s:the mayor}.
{s:He} {c:said} {w:"the bridge is ours"} on Monday.
{s:The general} {c:told} reporters {w:“we have left”} in an interview on 6 January, and boarded a plane.
{s:Kerry} {c:called} {w:the vote “a travesty”} on Tuesday.
{s:The mayor} {c:said} {w:“the raid” on Monday was a lie}.
{s:The U.S.-led coalition’s officers} {c:said} {w:the hill was empty}.
{s:The U.K.-based network} {c:reported} {w:the town was empty}.
{s:The recently wounded pilot} {c:claims} that {w:the town was empty}.
{s:A court filing} {c:claims} that {w:the town was empty}.
{s:Stoltenberg} {c:stressed} {w:the need for a dialogue} and {c:noted} that {w:jets had crossed the border}.
"""

SAYS_NOTHING = """
They threatened the force, which found a cache and detained one man with blasting caps.
The force detained several suspected insurgents and an additional suspected leader. The suspects were held.
He showed hostile intent, so they followed intelligence reports to a compound.
Near Mosul, one strike denied the enemy access to terrain.
The ministry would not say how many planes took part.
The accused man reported to the police. The report said nothing.
The claims of both sides, and the reports of the army, could not be checked.
He called his mother and wrote a letter. The state added a tax.
She is expected to announce a plan. The strike reported on Monday was the first.
Gunmen believed to be deserters shot at a convoy.
The cease-fire announced Friday was the latest attempt.
What he said was not what they heard.
It is said to be empty.
The army that used claims that the town was empty lost the war.
By making claims that the town was empty, the army lost the war.
He repeated false reports that the town was empty.
They declined to comment and refused to say why.
"""


def _lines(cases: str) -> list[str]:
    return [line for line in cases.splitlines() if line]


@pytest.mark.parametrize("line", _lines(SAID))
def test_who_says_what(line):
    text, marks = gold.read_marks(line)
    read = find_statements(gold.page_of(text))
    found = {("s", one.speaker) for one in read} | {("c", one.cue) for one in read}
    found |= {("w", span) for one in read for span in one.content}
    found |= {("r", one.relayed_by) for one in read if one.relayed_by}
    # One speaker of two verbs is marked once.
    assert {(kind, span.of(text)) for kind, span in found} == {(kind, span.of(text)) for kind, span in marks}


@pytest.mark.parametrize("text", _lines(SAYS_NOTHING))
def test_words_that_look_like_saying(text):
    assert find_statements(gold.page_of(text)) == ()


def _one(text: str):
    (found,) = find_statements(gold.page_of(text))
    return found


@pytest.mark.parametrize(
    ("text", "naming"),
    [
        ("Kerry said it was late.", "named"),
        ("U.S. Secretary of State John Kerry said it was late.", "named"),
        ("Its director, Hanna Sayegh, said it was late.", "named"),
        ("Russia said it was late.", "institution"),
        ("The White House said it was late.", "institution"),
        ("Human Rights Watch said it was late.", "institution"),
        ("The state news agency SANA said it was late.", "institution"),
        ("Media reports say it was late.", "institution"),
        ("BBC News said it was late.", "institution"),
        ("The Oslo Gazette said it was late.", "institution"),
        ("BBC News reporter Ann Hill said it was late.", "named"),
        ("A French official said it was late.", "anonymous"),
        ("Diplomats said it was late.", "anonymous"),
        ("The chief of staff of the army said it was late.", "anonymous"),
        ("One of the commanders said it was late.", "anonymous"),
        ("He said it was late.", "pronoun"),
    ],
)
def test_how_a_speaker_is_named(text, naming):
    assert _one(text).naming == naming


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("“It is late,” he said.", "direct"),
        ("He said it was “late”.", "mixed"),
        ("He said it was late.", "paraphrase"),
    ],
)
def test_how_it_is_quoted(text, quoted):
    assert _one(text).quoted == quoted


def test_hedges_stand_with_the_words():
    text = "A French official privately conceded that the list was in practice useless and apparently old."
    assert [hedge.of(text) for hedge in _one(text).hedges] == ["privately", "in practice", "apparently"]


def test_a_statement_inside_a_statement():
    text = "Medics told Reuters that Konashenkov had said that the school was hit."
    outer, inner = find_statements(gold.page_of(text))
    assert (outer.inside, inner.inside) == (None, 0)
    assert inner.speaker.of(text) == "Konashenkov"
    assert outer.content[0].covers(inner.content[0])


def test_a_chain_of_those_who_pass_it_on():
    text = "TASS quoted Interfax as saying the ministry had denied the strike."
    outer, inner = find_statements(gold.page_of(text))
    assert (outer.speaker.of(text), outer.relayed_by.of(text)) == ("Interfax", "TASS")
    assert (inner.speaker.of(text), inner.inside) == ("the ministry", 0)


def test_what_somebody_quotes_stands_inside_the_quotation():
    text = "“My brother says they boil grass. I think it is true,” said Umm Khaled."
    inner, outer = sorted(find_statements(gold.page_of(text)), key=lambda one: one.content[0])[::-1]
    assert inner.speaker.of(text) == "My brother"
    assert outer.speaker.of(text) == "Umm Khaled"


def test_a_quotation_over_paragraphs_is_one_statement():
    text = "“Our drivers were told to go home,” Sayegh said. “Nobody gave a reason.\n\n“We had every paper.”"
    found = _one(text)
    assert [span.of(text) for span in found.content] == [
        "“Our drivers were told to go home,”",
        "“Nobody gave a reason.",
        "“We had every paper.”",
    ]
    assert found.doubt == ""


def test_a_quotation_in_the_next_paragraph_is_doubtful():
    text = "“It is late,” Sayegh said.\n\n“The road was closed all day.”"
    assert "paragraph before" in _one(text).doubt


def test_a_quotation_without_a_speaker_is_told_so():
    found = _one("The road is long.\n\n“It was closed all day and all night.”")
    assert (found.speaker, found.naming) == (None, "untold")
    assert found.doubt


def test_when_it_was_said():
    text = "The ministry said on Oct. 21 that it was late."
    assert _one(text).said_on.of(text) == "on Oct. 21"


def test_what_is_marked_as_no_body_says_nothing():
    page = gold.page_of("Photo: Kerry said it was late.")
    marked = type(page)(page.document, page.text, (gold.mark_all(page.text),))
    assert find_statements(marked) == ()
