"""A salesperson with a silent customer, and calls to log."""

from datetime import timedelta

from .common import TODAY, ReactivationCase
from .security_case import ALL_LEADS, MANAGER, SALESMAN

#: What the customer said; the four answers that another solution takes.
OTHER_SOLUTION = {
    "solution_name": "Dupont SA",
    "change_reason": "Delivered within a day",
    "better": "They order on a phone.",
    "missing": "Nobody comes when a machine stands still",
}


class CallCase(ReactivationCase):
    """Julie owns the card of a garage; Marc is her colleague, Claire the manager."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Call = cls.env["reactivation.call"]
        cls.julie = cls.make_user("julie", SALESMAN, name="Julie Dupont")
        cls.marc = cls.make_user("marc", SALESMAN, name="Marc Roy")
        cls.senior = cls.make_user("senior", ALL_LEADS, name="Anne Petit")
        cls.manager = cls.make_user("claire", MANAGER, name="Claire Fontaine")
        cls.partner = cls.make_partner(user_id=cls.julie.id)
        cls.contact = cls.make_partner(
            "Paul Durand", is_company=False, parent_id=cls.partner.id, phone="+33 1"
        )
        cls.make_order(cls.partner, 400)
        cls.refresh()
        cls.the_card = cls.card(cls.partner)

    @classmethod
    def outcome(cls, code):
        return cls.env.ref(f"crm_reactivation.outcome_{code}")

    @classmethod
    def log(cls, code, card=None, user=None, **values):
        """Log a call as its salesperson (or ``user``); ``code``: of the outcome."""
        if code == "other_solution":
            missing = cls.env.ref("crm_reactivation.missing_advice")
            values = {**OTHER_SOLUTION, "missing_id": missing.id, **values}
        calls = cls.Call.with_user(user or cls.julie)
        return calls.create(
            {
                "episode_id": (card or cls.the_card).id,
                "outcome_id": cls.outcome(code).id,
                **values,
            }
        )

    def planned(self, card=None):
        """(day, summary, user) of the activities that are planned about a card."""
        return [
            (a.date_deadline, a.summary, a.user_id)
            for a in (card or self.the_card).activity_ids
        ]

    @staticmethod
    def day(days):
        return TODAY + timedelta(days=days)
