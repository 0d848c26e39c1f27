"""An answer as a form sends it, carried out by `firmground.review.passages`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from firmground.errors import BadRequestError
from firmground.review.passages import accept_draft, find_repeated, link_draft, refuse_draft
from firmground.web.documents.records import seal_of

if TYPE_CHECKING:
    from firmground.case.case import Case
    from firmground.documents.draft import Draft
    from firmground.documents.page import Page
    from firmground.edit import Ledger
    from firmground.web.routes import Form

NO_NAME: Final = "Your name is missing: the file of decisions says who decided."
ANSWERS: Final = ("accept", "change", "refuse", "link")  # names of the buttons; their value begins with the draft's key
FIELD: Final = "field:"


def carry_out(ledger: Ledger, case: Case, page: Page, draft: Draft, form: Form) -> int:
    """Does what the form says and gives the number of the step. Raises as the functions of `review.passages` do."""
    who, why = form.get("who").strip(), form.get("why").strip()
    if not who:
        raise BadRequestError(NO_NAME)
    if "refuse" in form:
        return refuse_draft(ledger, case, page, draft, who=who, why=why).number
    if "link" in form:
        wanted = form["link"].partition(":")[2]
        to = next((one for one in find_repeated(case, draft) if seal_of(one) == wanted), None)
        if to is None:
            raise BadRequestError("That record is not in the case any more, or says something else now.")
        return link_draft(ledger, case, page, draft, to, who=who, why=why).number
    if "change" not in form:
        return accept_draft(ledger, case, page, draft, who=who, why=why).number
    into, despite = form.get("into"), "despite" in form
    step = accept_draft(ledger, case, page, draft, _values(form), who=who, why=why, into=into, despite=despite)
    return step.number


def _values(form: Form) -> dict[str, str]:
    filled = [(name, text) for name, text in form.fields if name.startswith(FIELD)]
    values = {name.removeprefix(FIELD): text.replace("\r\n", "\n").strip() for name, text in filled}
    added = form.get("added-name").strip()
    if added:
        values[added] = form.get("added-text").strip()
    return values
