from datetime import date, datetime

from odoo import Command
from odoo.tests import tagged

from odoo.addons.crm_reactivation.tests.campaign_case import CampaignCase
from odoo.addons.crm_reactivation.tests.common import TODAY


@tagged("post_install", "-at_install")
class TestExample(CampaignCase):
    """What ``readme/DEVELOP.md`` promises to other add-ons holds."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.asker = cls.make_partner("Asker")
        cls.contact = cls.env["res.partner"].create(
            {"name": "Jo", "parent_id": cls.asker.id}
        )
        cls.silent_one = cls.make_partner("Silent")
        cls.insert_orders([(cls.asker, 400, 100), (cls.silent_one, 400, 100)])
        cls.Sample = cls.env["reactivation.example.sample"]

    def ask(self, partner, *moments):
        return self.Sample.create(
            [{"partner_id": partner.id, "requested_on": each} for each in moments]
        )

    def set_rule(self, **values):
        self.policy.write(
            {
                "very_inactive_points": 3,
                "scale_points": False,
                "rule_ids": [
                    Command.clear(),
                    Command.create({"signal": "sample", "points": 3, **values}),
                ],
            }
        )
        self.refresh()

    def level(self, partner):
        return self.standing(partner).inactivity_level

    def test_signal(self):
        [sample] = self.ask(self.contact, datetime(2027, 3, 1, 9, 0))
        self.set_rule(after=6)
        standing = self.standing(self.asker)
        self.assertEqual(standing.last_interaction_date, date(2027, 3, 1))
        self.assertEqual(standing.last_interaction_kind, "sample")
        action = standing.action_open_interaction()
        self.assertEqual(
            (action["res_model"], action["res_id"]), (self.Sample._name, sample.id)
        )
        # no data is no fault: who never asked is not very inactive either
        self.assertEqual(self.level(self.asker), "inactive")
        self.assertEqual(self.level(self.silent_one), "inactive")
        with self.at(date(2027, 9, 1)):
            self.refresh()
            self.assertEqual(self.level(self.asker), "very_inactive")

    def test_kind_of_rule(self):
        self.ask(self.asker, datetime(2027, 1, 1), datetime(2027, 2, 1))
        self.set_rule(condition="seldom", times=2)
        self.assertEqual(self.level(self.asker), "inactive", "twice is not seldom")
        self.policy.rule_ids.times = 3
        self.refresh()
        self.assertEqual(self.level(self.asker), "very_inactive")
        self.assertIn(
            "Sample requested: fewer than 3 times",
            str(self.standing(self.asker).why_table),
        )
        # orders are counted like signals
        self.policy.rule_ids.write({"signal": "order", "times": 1})
        self.refresh()
        self.assertEqual(self.level(self.asker), "inactive")
        self.policy.rule_ids.times = 2
        self.refresh()
        self.assertEqual(self.level(self.asker), "very_inactive")

    def test_evidence_of_a_criterion(self):
        self.ask(self.contact, datetime(2027, 1, 1))
        self.refresh()
        criterion = self.env.ref("crm_reactivation_example.criterion_samples")
        for partner, points, evidence in (
            (self.asker, 0, "1 samples requested"),
            (self.silent_one, 3, "0 samples requested"),
        ):
            assessment = self.env["reactivation.assessment"].create(
                {"customer_id": self.standing(partner).id}
            )
            answer = assessment.answer_ids.filtered(
                lambda a: a.criterion_id == criterion
            )
            self.assertEqual((answer.points, answer.evidence), (points, evidence))

    def test_channel(self):
        partner = self.customer()
        campaign = self.make_campaign({"channel": "sample"})
        self.run_on(campaign)
        touch = self.touches(partner)
        self.assertEqual((touch.state, touch.sent_on), ("sent", TODAY))
        self.assertEqual(self.Sample.search([]).partner_id, partner)

    @classmethod
    def channel(cls, code):
        return cls.env.ref(f"crm_reactivation_example.channel_{code}")

    def test_form_of_the_policy(self):
        arch = self.policy.get_view(view_type="form")["arch"]
        self.assertIn('name="times"', arch)
