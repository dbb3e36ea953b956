from datetime import date, timedelta

from odoo.tests import tagged

from .common import TODAY
from .level_case import LevelCase


@tagged("post_install", "-at_install")
class TestPolicyChoice(LevelCase):
    """Which policy a customer falls under: a person's choice, else the first match."""

    def test_threshold_of_a_person_wins(self):
        partner = self.buyer(TODAY)
        profile = self.env["reactivation.profile"].create(
            {"partner_id": partner.id, "threshold_days": 20, "override_reason": "said"}
        )
        end = TODAY + timedelta(days=20)
        self.assert_changes_on(partner, end, "at_risk", "inactive")
        profile.threshold_days = 0  # 0: as the policy says
        self.assertEqual(self.level_on(partner, end), "active")

    def test_profile_without_threshold_changes_nothing(self):
        """Seasons hold for customers about whom somebody wrote a note, too."""
        self.policy.write(
            {
                "method": "fixed",
                "delay_unit": "days",
                "inactive_after": 40,
                "active_months": "1,2",
            }
        )
        partner = self.buyer(date(2026, 3, 1))
        self.refresh()
        expected = self.standing(partner).threshold_days
        self.assertGreater(expected, 300)
        profile = self.env["reactivation.profile"].create({"partner_id": partner.id})
        profile.write({"note": "Closed in summer", "threshold_days": 0})
        self.refresh()
        self.assertEqual(self.standing(partner).threshold_days, expected)

    def test_policy_chosen_by_a_person_wins(self):
        self.make_policy(name="For all", inactive_after=1, min_order_count=1)
        chosen = self.make_policy(
            name="Chosen", inactive_after=24, min_order_count=99, sequence=50
        )
        partner = self.buyer(60)
        self.refresh()
        self.assertEqual(self.standing(partner).inactivity_level, "inactive")
        self.env["reactivation.profile"].create(
            {
                "partner_id": partner.id,
                "policy_id": chosen.id,
                "override_reason": "tender",
            }
        )
        self.refresh()
        self.assertEqual(self.standing(partner).policy_id, chosen)
        self.assertEqual(self.standing(partner).inactivity_level, "active")

    def test_archived_policy_of_a_profile_serves_nobody(self):
        chosen = self.make_policy(name="Chosen", min_order_count=99)
        partner = self.buyer(60)
        self.env["reactivation.profile"].create(
            {"partner_id": partner.id, "policy_id": chosen.id, "override_reason": "-"}
        )
        self.refresh()
        self.assertEqual(self.standing(partner).policy_id, chosen)
        chosen.active = False
        self.refresh()
        self.assertEqual(self.standing(partner).policy_id, self.policy)

    def test_first_policy_by_sequence_whose_conditions_hold(self):
        sector = self.env["res.partner.industry"].create({"name": "Bakers"})
        by_sector = self.make_policy(
            sequence=1, domain=f"[('industry_id', '=', {sector.id})]"
        )
        by_count = self.make_policy(sequence=2, min_order_count=3)
        by_amount = self.make_policy(sequence=3, min_ordered_amount=500)
        cases = {
            by_sector: self.buyer(5, 6, 7, amount=900, industry_id=sector.id),
            by_count: self.buyer(5, 6, 7, amount=900),
            by_amount: self.buyer(5, 6, amount=250),
            self.policy: self.buyer(5, 6, amount=249.99),
        }
        self.refresh()
        for policy, partner in cases.items():
            self.assertEqual(self.standing(partner).policy_id, policy)
        by_count.sequence = 0
        self.refresh()
        self.assertEqual(self.standing(cases[by_sector]).policy_id, by_count)

    def test_minimum_amount_is_in_company_currency(self):
        policy = self.make_policy(min_ordered_amount=100)
        partner = self.make_partner()
        self.insert_orders([(partner, 5, 150, {"currency_rate": 1.6})])  # 93.75
        self.refresh()
        self.assertNotEqual(self.standing(partner).policy_id, policy)

    def test_archived_sector_and_archived_customer_still_count(self):
        """A sector that was archived later keeps its customers under their policy."""
        sector = self.env["res.partner.industry"].create({"name": "Bakers"})
        policy = self.make_policy(domain="[('industry_id.name', '=', 'Bakers')]")
        partner = self.buyer(400, industry_id=sector.id)
        sector.active = False
        partner.active = False
        self.refresh()
        self.assertEqual(self.standing(partner).policy_id, policy)

    def test_policy_of_another_company_is_not_used(self):
        other = self.env["res.company"].create({"name": "Elsewhere Ltd"})
        policy = self.make_policy(
            company_id=other.id, inactive_after=1, min_order_count=1
        )
        partner = self.buyer(60)
        self.insert_orders([(partner, 60, 10, {"company_id": other.id})])
        self.refresh(self.company | other)
        self.assertEqual(self.standing(partner).policy_id, self.policy)
        self.assertEqual(self.standing(partner, other).policy_id, policy)
        self.assertEqual(self.standing(partner, other).inactivity_level, "inactive")
        self.assertEqual(self.standing(partner).inactivity_level, "active")
