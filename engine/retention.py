"""How long personal data may be used without contact, and what is proposed then."""

import datetime
from typing import NamedTuple

from dateutil.relativedelta import relativedelta

from .verdict import Reason, Verdict

#: Days a customer has to answer before something else than waiting is proposed.
ANSWER_DAYS = 30


class Facts(NamedTuple):
    """What is known of a customer whose term is reached or near."""

    today: datetime.date
    reached: bool  # not only near
    kept_until: datetime.date | None  # last day a document needs the customer's data
    elsewhere: bool  # another company of the database is in touch
    email: str  # where to ask, "" = nowhere
    asked_on: datetime.date | None  # since the last contact
    answer: str  # "yes", "no" or "" of that request


def first_day(last, months):
    """The first day that lies more than so many months after ``last``.

    It is the smallest day d with d - months > last, where going back from the end of
    a long month stops at the end of a short one, as it does in PostgreSQL.
    """
    after = last + datetime.timedelta(days=1)
    day = after + relativedelta(months=months)
    return day if day.day == after.day else day + datetime.timedelta(days=1)


def advise(facts):
    """What to do about a customer: ``ask``, ``wait``, ``archive`` or ``anonymise``.

    :param facts: :class:`Facts`
    :return: :class:`Verdict` with that value and the facts it comes from
    """
    if facts.answer == "no":
        return _part("refused", facts)
    if facts.asked_on:
        patience = facts.asked_on + datetime.timedelta(days=ANSWER_DAYS)
        if facts.today <= patience:
            return Verdict("wait", (Reason("asked", {"on": facts.asked_on}),))
        return _part("silent", facts)
    if facts.email:
        return Verdict("ask", (Reason("email", {"email": facts.email}),))
    return _part("no_email", facts)


def _part(code, facts):
    """The company and the customer part, as far as documents and others allow."""
    why = Reason(code, {"on": facts.asked_on})
    if facts.elsewhere:
        return Verdict("wait", (why, Reason("elsewhere", {})))
    if not facts.reached:
        return Verdict("wait", (why, Reason("not_yet", {})))
    if facts.kept_until:
        needed = Reason("documents", {"until": facts.kept_until})
        return Verdict("anonymise" if code == "refused" else "archive", (why, needed))
    return Verdict("anonymise", (why, Reason("no_document", {})))
