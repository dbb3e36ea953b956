from datetime import timedelta

from odoo.tests import tagged

from .common import TODAY, ReactivationCase


@tagged("post_install", "-at_install")
class TestTimeline(ReactivationCase):
    def test_purchases_by_day_and_dates(self):
        garage = self.make_partner()
        self.make_order(garage, 300, 100)
        self.make_order(garage, 300, 50)
        self.make_order(garage, 200, 70)
        self.refresh()
        row = self.standing(garage)
        line = row.timeline
        self.assertEqual(
            line["purchases"],
            [
                [str(TODAY - timedelta(days=300)), 150.0],
                [str(TODAY - timedelta(days=200)), 70.0],
            ],
        )
        self.assertEqual(line["today"], str(TODAY))
        self.assertEqual(line["inactive"], str(row.inactive_since))
        self.assertIsNone(line["interval_days"], "two order days: no usual interval")

    def test_never_bought_has_no_timeline(self):
        prospect = self.make_partner()
        self.make_order(prospect, 3, confirm=False)
        self.refresh()
        self.assertFalse(self.standing(prospect).timeline)

    def test_snooze_hides_and_changes_no_level(self):
        garage = self.make_partner(user_id=self.env.uid)
        self.make_order(garage, 400)
        self.refresh()
        row = self.standing(garage)
        action = row.action_open_profile()
        self.env["reactivation.profile"].with_context(**action["context"]).create(
            {"snoozed_until": TODAY + timedelta(days=9), "snooze_reason": "Holidays"}
        )
        self.refresh()
        self.assertEqual(row.inactivity_level, "very_inactive")
        self.assertEqual(row.snoozed_until, TODAY + timedelta(days=9))
        self.assertEqual(row.episode_id.snoozed_until, TODAY + timedelta(days=9))
        self.assertFalse(
            self.Episode.search(
                [("id", "=", row.episode_id.id), ("snoozed_until", "=", False)]
            )
        )

    def test_still_reacts(self):
        garage = self.make_partner()
        self.make_order(garage, 400)
        self.make_order(garage, 181, confirm=False).action_quotation_sent()
        self.refresh()
        row = self.standing(garage)
        self.assertTrue(row.still_reacts)
        quotation = garage.sale_order_ids.filtered(lambda o: o.state == "sent")
        quotation.date_order -= timedelta(days=1)
        self.refresh()
        self.assertFalse(row.still_reacts)
        self.assertFalse(self.Customer.search([("still_reacts", "=", True)]))
