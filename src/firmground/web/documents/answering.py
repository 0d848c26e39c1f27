"""An answer as a form sends it, carried out by `firmground.review.passages`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from firmground.errors import BadRequestError
from firmground.review.passages import accept_draft, find_repeated, link_draft, one_record, refuse_drafts
from firmground.web.documents.records import seal_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from firmground.case.case import Case
    from firmground.documents.draft import Draft
    from firmground.documents.page import Page
    from firmground.edit import Ledger
    from firmground.review.passages import KnownRecord
    from firmground.web.routes import Form

NO_NAME: Final = "Your name is missing: the file of decisions says who decided."
ANSWERS: Final = (
    "accept",
    "change",
    "refuse",
    "refuse-all",
    "link",
    "other",
)  # names of the buttons; their value begins with the draft's key
FIELD: Final = "field:"
RECORD: Final = "record:"  # with the draft's key: the id of the record that it is


def answered_key(form: Form) -> str:
    """The key of the draft that is answered, "" if none is. The enter key in the field of an id answers with it."""
    pressed = next((form[name] for name in ANSWERS if name in form), "").partition(":")[0]
    filled = [name.removeprefix(RECORD) for name, text in form.fields if name.startswith(RECORD) and text.strip()]
    return pressed or (filled[0] if len(filled) == 1 else "")


def carry_out(ledger: Ledger, case: Case, page: Page, draft: Draft, form: Form, together: Sequence[Draft] = ()) -> int:
    """Does what the form says and gives the number of the step. Raises as the functions of `review.passages` do.

    `together`: the drafts of the same words and kind that wait, this one among them.
    """
    who, why = form.get("who").strip(), form.get("why").strip()
    if not who:
        raise BadRequestError(NO_NAME)
    if "refuse" in form or "refuse-all" in form:
        drafts = (draft,) if "refuse" in form else together
        return refuse_drafts(ledger, case, page, drafts, who=who, why=why).number
    if "link" in form:
        wanted = form["link"].partition(":")[2]
        to = next((one for one in find_repeated(case, draft) if seal_of(one) == wanted), None)
        if to is None:
            raise BadRequestError("That record is not in the case any more, or says something else now.")
        return link_draft(ledger, case, page, draft, to, who=who, why=why).number
    if "accept" not in form and "change" not in form:
        to = _other(case, draft, form.get(f"{RECORD}{draft.key(page.document.id)}").strip())
        return link_draft(ledger, case, page, draft, to, who=who, why=why).number
    if "change" not in form:
        return accept_draft(ledger, case, page, draft, who=who, why=why).number
    into, despite = form.get("into"), "despite" in form
    step = accept_draft(ledger, case, page, draft, _values(form), who=who, why=why, into=into, despite=despite)
    return step.number


def _other(case: Case, draft: Draft, said: str) -> KnownRecord:
    """The record of an id that a person filled in."""
    if not said:
        raise BadRequestError("The id of the record is missing. Nothing was written.")
    try:
        return one_record(case, draft, said)
    except BadRequestError as fault:
        text = f"The case has no record of the id “{said}”, or several of it. Nothing was written."
        raise BadRequestError(text) from fault


def _values(form: Form) -> dict[str, str]:
    filled = [(name, text) for name, text in form.fields if name.startswith(FIELD)]
    values = {name.removeprefix(FIELD): text.replace("\r\n", "\n").strip() for name, text in filled}
    added = form.get("added-name").strip()
    if added:
        values[added] = form.get("added-text").strip()
    return values
