from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .secrets_case import AMOUNT, MARKETING, WORD, SecretsCase
from .security_case import SALESMAN

CAMPAIGN = "reactivation.campaign"
STEP = "reactivation.campaign.step"
BIG = f"[('ordered_amount', '>', {AMOUNT - 1})]"
#: A field that administrators read only.
HIDDEN = "[('partner_id.signup_type', '!=', False)]"


@tagged("post_install", "-at_install")
class TestCounting(SecretsCase):
    """Audiences are counted, and messages filled in, by sudo: conditions and words do
    not tell what their author may not read."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # salespeople of own documents who also plan mailings
        cls.both = cls.make_user("both", SALESMAN, MARKETING, password="both-password")

    def campaign_of(self, user, **values):
        values = {"name": "Mine", "user_id": user.id, **values}
        made = self.env[CAMPAIGN].create(values)
        self.env.flush_all()
        return made

    def saved_filter(self, user, domain=BIG, **values):
        """A shared filter that the user saved."""
        values = {"name": "Big ones", "model_id": "reactivation.customer", **values}
        values = {"domain": domain, "user_ids": False, **values}
        saved = self.env["ir.filters"].with_user(user).create(values)
        self.env.flush_all()
        return saved

    def assert_no_right(self, user, model, method, *args, message="AccessError", **kw):
        self.log_in(user)
        answer, error = self.attempt(model, method, *args, **kw)
        self.assertFalse(answer)
        self.assertIn(message, error)
        self.assert_nothing_told(error, (user.login, model, method))

    # -- who counts

    def test_own_conditions(self):
        """For those who read all customers: others would find amounts by counting."""
        for user in (self.marketer, self.both):
            mine = self.campaign_of(user)
            for values in (
                {"domain": BIG},
                {"filter_id": self.saved_filter(user, name=user.login).id},
            ):
                message = "for people who see all customers"
                self.assert_no_right(
                    user, CAMPAIGN, "write", mine.ids, values, message=message
                )
                self.assert_no_right(
                    user,
                    CAMPAIGN,
                    "create",
                    [{"name": "X", **values}],
                    message=message,
                )
                # the form counts before anything is saved
                for ids in ([], mine.ids):
                    self.assert_no_right(
                        user,
                        CAMPAIGN,
                        "onchange",
                        ids,
                        values,
                        list(values),
                        {"audience_count": {}},
                        message=message,
                    )
        mine = self.campaign_of(self.senior).with_user(self.manager)
        mine.domain = BIG
        self.assertEqual(mine.audience_count, 1)

    def test_the_form_still_counts(self):
        self.log_in(self.marketer)
        values = {"name": "X", "level_inactive": True, "domain": "[]"}
        found = self.call(
            CAMPAIGN, "onchange", [], values, list(values), {"audience_count": {}}
        )
        self.assertIn("audience_count", found["value"])

    def test_filters_in_use(self):
        """Changed afterwards, they would count for somebody else."""
        saved = self.saved_filter(self.manager)
        free = self.saved_filter(self.manager, name="Not in use")
        mine = self.campaign_of(self.marketer)
        mine.with_user(self.marketer).filter_id = saved
        message = "decides who is in a campaign"
        for user in (self.marketer, self.rep, self.both, self.clerk):
            for values in ({"domain": BIG}, {"model_id": "res.partner"}):
                self.assert_no_right(
                    user, "ir.filters", "write", saved.ids, values, message=message
                )
            self.assertTrue(
                self.call("ir.filters", "write", free.ids, {"domain": "[]"})
            )
        self.log_in(self.rep)
        self.call("ir.filters", "write", saved.ids, {"name": "Big"})
        self.log_in(self.manager)
        self.call("ir.filters", "write", saved.ids, {"domain": "[]"})
        self.assertEqual(saved.domain, "[]")

    def test_filters_of_objectives(self):
        saved = self.saved_filter(self.manager, "[]")
        self.env["reactivation.objective"].create(
            {
                "owner_type": "user",
                "user_id": self.rep.id,
                "date_start": "2027-01-01",
                "date_end": "2027-12-31",
                "target_count": 3,
                "filter_id": saved.id,
            }
        )
        message = "counts for an objective"
        self.assert_no_right(
            self.rep, "ir.filters", "write", saved.ids, {"domain": BIG}, message=message
        )

    # -- what is counted

    def test_fields_that_the_author_may_not_read(self):
        mine = self.campaign_of(self.manager)
        policy = self.env["reactivation.policy"].create(
            {"name": "P", "company_id": self.company.id}
        )
        self.env.flush_all()
        message = "enough rights to access the field"
        hidden = "[('signup_type', '!=', False)]"
        saved = self.saved_filter(self.manager, HIDDEN)
        for model, method, *arguments in (
            (CAMPAIGN, "write", mine.ids, {"domain": HIDDEN}),
            (CAMPAIGN, "write", mine.ids, {"filter_id": saved.id}),
            (CAMPAIGN, "create", [{"name": "X", "domain": HIDDEN}]),
            ("reactivation.policy", "write", policy.ids, {"domain": hidden}),
            ("reactivation.policy", "preview", policy.id, {"domain": hidden}),
            ("reactivation.policy", "preview", False, {"name": "X", "domain": hidden}),
            (
                "reactivation.objective",
                "create",
                [
                    {
                        "user_id": self.rep.id,
                        "date_start": "2027-01-01",
                        "date_end": "2027-12-31",
                        "target_count": 3,
                        "filter_id": saved.id,
                    }
                ],
            ),
        ):
            with self.subTest(model=model, method=method):
                self.assert_no_right(
                    self.manager, model, method, *arguments, message=message
                )

    # -- messages

    def preview(self, user, campaign, partner):
        values = {"campaign_id": campaign.id, "partner_id": partner.id}
        wizards = self.env["reactivation.campaign.preview"].with_user(user)
        return wizards.create(values).messages

    def test_preview_of_a_colleagues_customer(self):
        """Salespeople read all campaigns, and not all customers."""
        campaign = self.insiders[self.theirs][CAMPAIGN]
        campaign.step_ids.body = "<p>Dear {customer}, {products} {turnover}</p>"
        self.assertIn("gasket", self.preview(self.manager, campaign, self.theirs))
        self.assertIn("98,865", self.preview(self.manager, campaign, self.theirs))
        self.assertFalse(self.preview(self.rep, campaign, self.theirs))
        self.assertIn("Dear Own", self.preview(self.rep, campaign, self.own))
        wizards = self.env["reactivation.campaign.preview"].with_user(self.rep)
        wizard = wizards.create({"campaign_id": campaign.id})
        self.assertIn(wizard.partner_id, self.own | self.free)

    def test_marketing_reads_words_without_amounts(self):
        campaign = self.campaign_of(
            self.marketer,
            step_ids=[Command.create({"name": "S", "body": "<p>{turnover}</p>"})],
        )
        told = self.preview(self.marketer, campaign, self.theirs)
        self.assertIn("{turnover}", told)
        self.assert_nothing_told(told, "preview")
        self.assertIn("98,865", self.preview(self.manager, campaign, self.theirs))
        enrolled = self.insiders[self.theirs]["reactivation.enrollment"]
        step = enrolled.campaign_id.step_ids
        step.body = "<p>{turnover}</p>"
        enrolled.campaign_id.user_id = self.marketer
        self.env.flush_all()
        mine = enrolled.with_user(self.marketer)
        mine = mine.with_context(reactivation_step=step.id)
        self.assertIn("{turnover}", mine.message_text)
        enrolled.invalidate_recordset()
        as_machine = enrolled.with_context(reactivation_step=step.id)
        self.assertIn("98,865", as_machine.message_text, "what is sent has the amount")

    def test_marketing_writes_no_amounts(self):
        mine = self.campaign_of(
            self.marketer, step_ids=[Command.create({"name": "S", "body": "<p>x</p>"})]
        )
        texts = {"body": "<p>{turnover}</p>"}, {"subject": "{turnover}"}
        for values in texts:
            self.assert_no_right(
                self.marketer,
                STEP,
                "write",
                mine.step_ids.ids,
                values,
                message="take {turnover} out",
            )
            variant = {"step_id": mine.step_ids.id, **values}
            model = "reactivation.campaign.message"
            self.assert_no_right(self.marketer, model, "create", [variant])
        with self.refused(AccessError, "people with sales rights"):
            mine.step_ids.with_user(self.marketer).body = "<p>%7Bturnover%7D</p>"
        mine.step_ids.with_user(self.manager).body = "<p>{turnover}</p>"

    def test_words_of_another_campaign(self):
        """The step comes with the request: only one of the enrolment's campaign."""
        enrolled = self.insiders[self.theirs]["reactivation.enrollment"]
        for partner in (self.theirs, self.abroad):
            step = self.insiders[partner][CAMPAIGN].step_ids
            self.log_in(self.manager)
            [found] = self.call(
                "reactivation.enrollment",
                "read",
                enrolled.ids,
                ["message_text"],
                context={"reactivation_step": step.id},
            )
            if partner == self.theirs:
                self.assertIn(f"{WORD} offer", found["message_text"])
            else:
                self.assertFalse(found["message_text"])
        self.call(
            "reactivation.enrollment",
            "read",
            enrolled.ids,
            ["message_text"],
            context={"reactivation_step": 10**6},
        )
