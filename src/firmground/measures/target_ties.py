"""Which events hit somebody whom a party backs, fights, …: one answer (must, may, cannot) an event."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from firmground.case.actors import TieKind, tie_kind
from firmground.case.events import parse_parties
from firmground.case.target_ties import PARTNERS, target_tied
from firmground.dates import NO_START, NO_STOP
from firmground.measures.epochs import answer_by_epoch, clip_days, code_texts
from firmground.modality import MAY
from firmground.texts import Texts

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from firmground.case.case import Case
    from firmground.case.claims import TargetTie
    from firmground.case.definitions import Definition
    from firmground.dates import Days
    from firmground.modality import Modality


def targets_tied(case: Case, asked: TargetTie, definition: Definition | None, days: Days) -> NDArray[np.int8]:
    """Must, may or cannot each event have hit such a target, on those of its days that lie in `days`?

    An event whose days all lie outside has the answer MAY: it is not counted there anyway.
    """
    events = case.events
    texts, codes = code_texts(events.target, events.by if asked.of == PARTNERS else Texts.same("", len(events)))

    def ask(code: int, day: int) -> Modality:
        target, by = (parse_parties(text) for text in texts[code])
        return target_tied(asked, target, by, day, case.actors, definition)

    start, stop, none = clip_days(events.start, events.stop, days)
    answers = answer_by_epoch(codes, start, stop, break_days(case, asked), ask)
    return np.where(none, MAY, answers).astype(np.int8)


def break_days(case: Case, asked: TargetTie) -> list[int]:
    """Days, sorted, on which anything changes that the condition asks about."""
    kinds = {tie_kind(asked.bond)} | ({TieKind.ALLIED} if asked.of == PARTNERS else set())
    own = (case.actors.change_days(kinds), *(one.change_days() for one in case.definitions.values()))
    return sorted(day for day in set(case.break_days()).union(*own) if NO_START < day < NO_STOP)
