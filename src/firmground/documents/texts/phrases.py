"""Words by which lines are told that are no part of a story: the furniture of news pages, in several languages.

Every pattern is matched against a whole line, short ones only, and none has two ways to match the same characters.
"""

from __future__ import annotations

import re

_EAST = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_LETTERS = re.compile(r"[^\W\d_]+")
MOST_IN_LINE = 200  # a longer line is prose, whatever it begins with


def _heading(*phrases: str) -> re.Pattern[str]:
    """A heading ends in no full stop: "More on Syria" is one, "More in the north fled." is a sentence."""
    return re.compile(rf"\W{{0,4}}(?:{'|'.join(phrases)})[\s:»>›…|\])-]{{0,4}}", re.IGNORECASE)


def _whole(*phrases: str) -> re.Pattern[str]:
    return re.compile(rf"\W{{0,4}}(?:{'|'.join(phrases)})\W{{0,4}}", re.IGNORECASE)


# What follows is other people's: readers' comments.
COMMENTS = _heading(
    r"comments?(?: section| policy)?",
    r"comments? \(\d{1,6}\)",
    r"\(?\d{1,6}\)? (?:comments?|responses?|replies|thoughts on .{1,120})",
    r"leave a (?:comment|reply)(?: cancel reply)?",
    r"post a comment",
    r"add (?:a|your) comment",
    r"join the (?:discussion|conversation).{0,60}",
    r"комментарии(?: \(\d{1,6}\))?",
    r"коментарі(?: \(\d{1,6}\))?",
    r"التعليقات",
    r"commentaires(?: \(\d{1,6}\))?",
    r"kommentare(?: \(\d{1,6}\))?",
    r"comentarios(?: \(\d{1,6}\))?",
)

# What follows are other stories.
RELATED = _heading(
    r"related (?:posts?|articles?|stor(?:y|ies)|news|topics?|content|links?|coverage|reading|items?)",
    r"related",
    r"more (?:from|on|in|stories|news|coverage|headlines)\b[^.!?]{0,60}",
    r"you (?:may|might) (?:also )?(?:like|be interested).{0,60}",
    r"recommended(?: (?:for you|reading|stories|articles))?",
    r"most (?:read|popular|viewed|shared|commented)(?: .{1,40})?",
    r"trending(?: now| stories| news)?",
    r"(?:latest|popular|recent|top|other) (?:news|stories|headlines|posts|articles)",
    r"(?:from|around) the web",
    r"(?:sponsored|promoted) (?:content|stories|links?)",
    r"what to read next",
    r"читайте также",
    r"читайте також",
    r"по теме",
    r"другие новости",
    r"اقرأ أيضا[ً]?",
    r"مواضيع ذات صلة",
    r"à lire aussi",
    r"sur le même sujet",
    r"mehr zum thema",
    r"noticias relacionadas",
)

# One line of furniture; the story may go on after it.
FURNITURE = _whole(
    r"advertisement|advert|sponsored|promoted",
    r"comments? (?:are |is )?(?:closed|off|disabled).{0,40}",
    r"share(?: (?:this|on|via|it|article|story|post|page)\b.{0,60})?",
    r"tweet|e-?mail(?: this)?|print(?: this(?: page| article)?)?|save|copy link|whatsapp|facebook|twitter|telegram",
    r"click to (?:share|print|e-?mail).{0,60}",
    r"like this:?|loading\.{0,3}|like loading.{0,5}",
    r"(?:tags?|topics?|filed under|categor(?:y|ies)|posted in|keywords?)\s?:.{0,150}",
    r"sign up.{0,120}|subscribe.{0,120}|newsletters?.{0,60}",
    r"(?:copyright|\(c\)|©).{0,160}|.{0,80}all rights reserved.{0,80}",
    r"follow us.{0,80}|contact us|privacy policy|terms (?:of|and) .{1,40}|cookie policy|about us",
    r"(?:we|this (?:web)?site|our (?:web)?site)(?: and our partners)? uses? cookies\b.{0,170}",
    r"skip to (?:content|main content|navigation|main)",
    r"(?:previous|next) (?:post|article|story|page)\b.{0,100}",
    r"back to (?:top|home)|home(?: ?[>»/|] ?.{1,80})?|search|menu|log ?in|sign in|register",
    r"about the authors?",
    r"for immediate release|release (?:#|no\.?|number).{0,40}|press release(?: .{0,20})?",
    r"continue reading(?: the main story)?|read (?:more|next|full story|the full (?:story|article))",
    r"\d{1,3} (?:min(?:ute)?s?) read",
    r"поделиться|подписаться|реклама",
    r"إعلان|شارك|طباعة",
    r"#{1,3}|-?30-?|ends?",
)

# Another story is named within the line.
TEASER = _whole(
    r"(?:read (?:more|next|also)|also read|see also|check also|watch|related(?: (?:story|article|coverage))?|more)"
    r"\s?[:>|»–-].{1,170}",
    r"(?:читайте также|читайте також|اقرأ أيضا|à lire aussi|lire aussi|lesen sie auch)\s?[:>|»–-]?.{1,170}",
)

_SHARED = frozenset(
    "share shares tweet email print save copy link whatsapp facebook twitter telegram linkedin reddit x".split()
)

_BY = re.compile(
    r"\W{0,3}(?:(?:(?:written|reported|posted|story|article|report|reporting|editing|compiled|writing) )?by"
    r"|author|от|автор|بقلم|par|von|por)\s?:?\s",
    re.IGNORECASE,
)
_ISSUED = re.compile(r"from an? (.{3,90}) (?:news|press) release\.?", re.IGNORECASE)
_JOINING = frozenset("and for of in with the by at und et y и та и de del van von al bin ibn el la le du und".split())
_TAIL_OF_BYLINE = re.compile(r"[|•·–—@(].*$")

CAPTION = re.compile(
    r"(?:image (?:copyright|source|caption)|file (?:photo|picture|image)|photo(?:graph)?(?: (?:by|credit|courtesy))?"
    r"|picture|illustration|credit|caption|video)\s?(?::|/|courtesy|by ).{0,180}|"
    r".{0,150}\((?:AP|AFP|Reuters|EPA|Getty|TASS|Sputnik|RIA|Photo|Image|File|DoD|U\.?S\.?)\b[^()]{0,60}"
    r"(?:photo|image|handout|file|via)[^()]{0,60}\)\W{0,3}|"
    r".{0,200}\b(?:photo|picture|image)(?: (?:by|courtesy))?\s?:\s.{1,60}|"
    r"(?:AP|AFP|REUTERS|EPA|Getty(?: Images)?|Photograph)\s?/\s?.{1,80}|"
    r"(?:фото|фотография|صورة)\s?[:/].{1,150}",
    re.IGNORECASE,
)

FUNCTION_WORDS = frozenset(
    "the of and to in a an is that for it as was with be by on not he his but at are this have from or had they which"
    " one you were her all their there been if more when will would who so no what up into than them some its about out"
    " can could she do may these then only my me we our said also has after over i near between against".split()
)


def is_byline(line: str) -> bool:
    """A line like "By Jane Doe and John Roe, Reuters"; neither "by noon" nor "By Friday the town fell." is one."""
    line = line.strip()
    if len(line) > 120:
        return False
    if _ISSUED.fullmatch(line):
        return True
    by = _BY.match(line)
    if by is None:
        return False
    words = _TAIL_OF_BYLINE.sub("", line[by.end() :]).replace(",", " ").split()
    names = [word for word in words if word.lower() not in _JOINING]
    return (
        1 <= len(names) <= 12
        and len(words) <= 16
        and not line.endswith((".", "?", "!", ":"))
        and all(not word[0].islower() for word in names)
    )


def is_share_bar(line: str) -> bool:
    """Names of networks and counts, and nothing else: "Facebook 12 Twitter 3 Email"."""
    words = re.findall(r"\w+", line[:MOST_IN_LINE].lower())
    return (
        len(line) <= MOST_IN_LINE
        and sum(word in _SHARED for word in words) >= 2
        and all(word in _SHARED or word.isdecimal() for word in words)
    )


def is_caption(line: str) -> bool:
    return len(line) <= 2 * MOST_IN_LINE and bool(CAPTION.fullmatch(line.strip()))


def is_furniture(line: str) -> bool:
    """Whatever is no part of a story, by the words of this line alone."""
    return is_share_bar(line) or any(is_like(pattern, line) for pattern in (COMMENTS, RELATED, FURNITURE, TEASER))


def is_like(pattern: re.Pattern[str], line: str) -> bool:
    return len(line) <= MOST_IN_LINE and bool(pattern.fullmatch(line.strip()))


def strip_by(line: str) -> str:
    """The names in a byline, without "By" and what follows them after a bar or a bracket."""
    line = line.strip()
    if issued := _ISSUED.fullmatch(line):
        return issued.group(1)
    by = _BY.match(line)
    return _TAIL_OF_BYLINE.sub("", line[by.end() :] if by else line).strip(" ,")


def is_without_spaces(line: str) -> bool:
    """Most of it is in a script that sets no spaces between words."""
    return 2 * len(_EAST.findall(line)) > len(line)


def share_of_function_words(words: str) -> float:
    """Of English ones, among all words; 0 where there are fewer than five."""
    found = [word.lower() for word in _LETTERS.findall(words)]
    return sum(word in FUNCTION_WORDS for word in found) / len(found) if len(found) >= 5 else 0.0
