from odoo.tests import tagged

from .access_matrix import MATRIX, OPERATIONS
from .secrets_case import SecretsCase

#: What "all documents" may do with records about customers of the own company, whoever
#: works on them; design section 9.  Of other companies: nothing.
ABOUT_CUSTOMERS = {
    "reactivation.assessment": "rwc",
    "reactivation.assessment.answer": "rwc",
    "reactivation.call": "rc",  # corrected by who logged it
    "reactivation.credit": "r",
    "reactivation.customer": "r",
    "reactivation.decision": "r",
    "reactivation.enrollment": "r",
    "reactivation.episode": "rw",
    "reactivation.incumbent": "rwcu",
    "reactivation.lifecycle": "r",
    "reactivation.observation": "rwcu",
    "reactivation.profile": "rwc",
    "reactivation.renunciation": "rwc",
    "reactivation.renunciation.answer": "rwcu",
    "reactivation.report": "r",
    "reactivation.touch": "r",
}


@tagged("post_install", "-at_install")
class TestAccessSenior(SecretsCase):
    """Salespeople who see all documents: model × operation × own, colleague's, nobody's
    and other company's records."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.seniors = cls.make_partner("Seniors", user_id=cls.senior.id, phone="+33 1")
        cls.insert_orders([(cls.seniors, 400, 100)])
        cls.refresh()
        cls.whose = {
            "own": cls.about(cls.seniors),
            "colleague's": cls.about(cls.theirs),
            "nobody's": cls.about(cls.free),
            "abroad": cls.about(cls.abroad),
        }
        cls.env.flush_all()

    @classmethod
    def about(cls, partner):
        """Dict model -> a record about the customer, of every model that has some."""
        found = cls.insiders.get(partner) or cls.tell_secrets(partner)
        customer = found["reactivation.customer"]
        env = customer.env
        key = {"partner_id": partner.id, "company_id": customer.company_id.id}
        reasons = env["reactivation.reason"]
        ended = reasons.search([("kind", "=", "do_not_pursue")], limit=1)
        found["reactivation.episode"].sudo().decision = "go"
        renunciation = env["reactivation.renunciation"].create(
            {**key, "reason_id": ended.id}
        )
        if not renunciation.answer_ids:
            criterion = env["reactivation.fit.criterion"].search([], limit=1)
            renunciation.answer_ids = [(0, 0, {"criterion_id": criterion.id})]
        date = {"date": "2027-01-01", "new_status": "lead"}
        made = {
            **found,
            "reactivation.assessment.answer": (
                found["reactivation.assessment"].answer_ids[:1]
            ),
            "reactivation.decision": env["reactivation.decision"].search(
                [("episode_id", "=", found["reactivation.episode"].id)], limit=1
            ),
            "reactivation.lifecycle": env["reactivation.lifecycle"].create(
                {**date, "customer_id": customer.id}
            ),
            "reactivation.observation": env["reactivation.observation"].create(
                {**key, "user_id": partner.user_id.id or cls.manager.id}
            ),
            "reactivation.renunciation": renunciation,
            "reactivation.renunciation.answer": renunciation.answer_ids[:1],
            "reactivation.touch": found["reactivation.enrollment"].touch_ids[:1],
        }
        return {model: made[model] for model in ABOUT_CUSTOMERS}

    def may(self, model, ids):
        """Letters of the operations that the user may do, by requests."""
        return "".join(
            letter
            for letter, operation in OPERATIONS.items()
            if self.call(model, "has_access", ids, operation)
        )

    def test_records_about_customers(self):
        self.log_in(self.senior)
        for whose, records in self.whose.items():
            for model, allowed in ABOUT_CUSTOMERS.items():
                with self.subTest(whose=whose, model=model):
                    ids = records[model].ids
                    self.assertTrue(ids)
                    expected = "" if whose == "abroad" else allowed
                    self.assertEqual(self.may(model, ids), expected)
                    found = self.call(model, "search_count", [("id", "in", ids)])
                    self.assertEqual(bool(found), bool(expected))
                    for letter, attempt in {
                        "r": ("read", ids, ["id"]),
                        "w": ("write", ids, {"id": ids[0]}),
                        "u": ("unlink", ids),
                    }.items():
                        if letter not in expected:
                            __, error = self.attempt(model, *attempt)
                            said = "AccessError|nobody else can change it"
                            self.assertRegex(error, said, attempt)

    def test_all_other_models(self):
        """Settings, lists and logs: as any salesperson, in the own company only."""
        self.log_in(self.senior)
        at_home = self.env.registry
        for model in MATRIX.keys() - ABOUT_CUSTOMERS.keys():
            with self.subTest(model=model):
                self.assertEqual(self.may(model, []), MATRIX[model][0])
                if "company_id" not in at_home[model]._fields:
                    continue
                if self.env[model]._transient or not MATRIX[model][0]:
                    continue
                abroad = self.env[model].search(
                    [("company_id", "=", self.other.id)], limit=1
                )
                if abroad:
                    self.assertEqual(self.may(model, abroad.ids), "")

    def test_campaigns_of_both_companies(self):
        self.log_in(self.senior)
        for partner, expected in ((self.theirs, "r"), (self.abroad, "")):
            campaign = self.insiders[partner]["reactivation.campaign"]
            for records in (campaign, campaign.step_ids):
                self.assertEqual(self.may(records._name, records.ids), expected)

    def test_objectives(self):
        """Own and of the own team, not of other teams, not of other companies."""
        teams = self.env["crm.team"]
        mine, others = (
            teams.create({"name": name, "company_id": self.company.id})
            for name in ("Mine", "Others")
        )
        mine.member_ids = self.senior
        others.member_ids = self.colleague
        period = {"date_start": "2027-01-01", "date_end": "2027-12-31"}
        period["target_count"] = 3
        for values, expected in (
            ({"owner_type": "user", "user_id": self.senior.id}, "r"),
            ({"owner_type": "team", "team_id": mine.id}, "r"),
            ({"owner_type": "user", "user_id": self.colleague.id}, ""),
            ({"owner_type": "team", "team_id": others.id}, ""),
        ):
            objective = self.env["reactivation.objective"].create(
                {**period, **values, "company_id": self.company.id}
            )
            self.env.flush_all()
            self.log_in(self.senior)
            self.assertEqual(self.may(objective._name, objective.ids), expected, values)

    def test_assigning_stays_with_managers(self):
        self.log_in(self.senior)
        card = self.whose["colleague's"]["reactivation.episode"]
        for values in ({"user_id": self.senior.id}, {"pinned": True}):
            __, error = self.attempt(card._name, "write", card.ids, values)
            self.assertIn("AccessError", error, values)
