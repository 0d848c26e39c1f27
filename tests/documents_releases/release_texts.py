"""Texts of our own in the style of official releases, and pages to read them on."""

from __future__ import annotations

from firmground.case.documents import Document
from firmground.dates import When, parse_when
from firmground.documents.page import Page
from firmground.documents.releases import built_in_formats, read_release

FORMATS = {form.id: form for form in built_in_formats()}


def page_of(text, published=""):
    when = parse_when(published) if published else When.unknown()
    return Page(Document("d1", "", "", "", "", "https://example.org/r", "", "text", when), text)


def read(text, published="", form=None):
    return read_release(page_of(text, published), form=FORMATS[form] if form else None)


def told(event):
    """Day, country, place, strikes, effects: what a reader of the line would say."""
    strikes = str(event.strikes.count) if event.strikes else "?"
    return str(event.day.when), event.country.value, event.place.value, strikes, [str(one) for one in event.effects]


WEEKLY = """SOUTHWEST ASIA, Aug. 20, 2018 — Between Aug. 13 and Aug. 19, Coalition military forces conducted 10 strikes consisting of 14 engagements against ISIS targets in Syria and Iraq.

Strikes in Syria

On Aug. 13, there were no reported strikes in Syria.

On Aug. 14, Coalition military forces conducted three strikes consisting of four engagements against ISIS targets:

-- Near Abu Kamal, two strikes engaged two ISIS tactical units and destroyed an ISIS vehicle.
-- Near Hajin, one strike damaged an ISIS line of communication.

On Aug. 16, near Hajin, five strikes that closed within the last 24 hours destroyed two vehicles.

Strikes in Iraq

There were no reported strikes in Iraq on Aug. 13-15.

On Aug. 17 in Iraq, coalition military forces conducted two strikes consisting of two engagements.

-- Near Rutbah, two strikes that closed within the last 24 hours destroyed three ISIS supply routes.

Correction: The Aug. 6 strike release incorrectly reported two strikes near Qaim.

Additionally, 12 strikes consisting of 15 engagements were conducted in Syria and Iraq on Aug. 10-12 that closed within the last 24 hours:

-- On Aug. 10, near Shadaddi, Syria, two strikes destroyed an ISIS weapons cache; near Makhmur, Iraq, one strike destroyed a tunnel.
-- Four strikes were conducted near Kisik, destroying two caves.
-- Near Qayyarah.

These strikes were conducted as part of Operation Inherent Resolve, the operation to destroy ISIS in Iraq and Syria.
"""

BULLETIN = """In the course of the last 24 hours Su-34 and Su-25SM planes of the Russian air group performed 33 combat sorties engaging 32 ISIS facilities in the provinces of Idlib, Hama and Deir ez-Zor.
Near Salma in Latakia province, an ammunition depot and two trucks of the terrorists were destroyed.
"""

INCIDENT = """2011-10-S-001
ISAF Joint Command - Afghanistan

KABUL, Afghanistan (Oct. 12, 2011)
In Sabari district, Khost province, a combined Afghan and coalition security force captured a Haqqani network leader and killed two insurgents yesterday. The leader planned attacks that wounded three soldiers. The security force detained one additional suspected insurgent.
"""
