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
        row.profile_id.snoozed_until = False
        self.assertFalse(row.episode_id.snoozed_until)
        row.profile_id.write(
            {"snoozed_until": TODAY + timedelta(days=5), "snooze_reason": "Fair"}
        )
        self.assertEqual(row.episode_id.snoozed_until, TODAY + timedelta(days=5))
        row.profile_id.unlink()
        self.assertFalse(row.episode_id.snoozed_until)

    def test_a_card_of_who_is_snoozed_already_opens_snoozed(self):
        """By SQL at first, through the ORM on later nights, in this company only."""
        garage, bakery = self.make_partner(), self.make_partner()
        elsewhere = self.env["res.company"].create({"name": "Elsewhere Ltd"})
        until = TODAY + timedelta(days=9)
        self.env["reactivation.profile"].create(
            [
                {
                    "partner_id": partner.id,
                    "company_id": self.company.id,
                    "snoozed_until": until,
                    "snooze_reason": "Holidays",
                }
                for partner in garage | bakery
            ]
        )
        self.insert_orders([(garage, 400, 100, {"company_id": elsewhere.id})])
        self.make_order(garage, 400)
        self.refresh()
        self.assertEqual(self.card(garage).snoozed_until, until)
        self.assertFalse(self.standing(garage, elsewhere).episode_id.snoozed_until)
        self.make_order(bakery, 400)
        self.refresh()
        self.assertEqual(self.card(bakery).snoozed_until, until)

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
