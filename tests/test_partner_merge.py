from datetime import timedelta

from odoo.tests import tagged
from odoo.tools import SQL

from .common import TODAY, ReactivationCase


@tagged("post_install", "-at_install")
class TestPartnerMerge(ReactivationCase):
    """Odoo's merge wizard: rows, cards and profiles of both become one's."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls.env["res.company"].create({"name": "Elsewhere Ltd"})
        cls.both = cls.company | cls.other

    def silent(self, *orders, **values):
        """A customer with orders (days ago, company)."""
        partner = self.make_partner(**values)
        self.insert_orders(
            (partner, day, 100, {"company_id": company.id}) for day, company in orders
        )
        return partner

    def merge(self, sources, target):
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge((sources | target).ids, target)
        self.env.invalidate_all()
        self.assertFalse(sources.exists())

    def test_both_have_rows_cards_and_profiles_in_two_companies(self):
        one = self.silent((400, self.company), (420, self.other))
        two = self.silent((300, self.company), (310, self.other), name="Same firm")
        self.refresh(self.both)
        profiles = self.env["reactivation.profile"]
        for partner, values in (
            (one, {"note": "From one"}),
            (two, {"threshold_days": 99, "override_reason": "From two"}),
        ):
            for company in self.both:
                profiles.create(
                    {"partner_id": partner.id, "company_id": company.id, **values}
                )
        self.card(one).decided_category_id = self.over_18
        worked_on = self.card(one)
        self.merge(two, one)
        for company in self.both:
            row = self.standing(one, company)
            self.assertEqual(row.order_count, 2, company.name)
            profile = profiles.search(
                [("partner_id", "=", one.id), ("company_id", "=", company.id)]
            )
            self.assertEqual(len(profile), 1)
            self.assertIn("From one", profile.note)
            self.assertEqual(profile.threshold_days, 99)
            self.assertEqual(profile.override_reason, "From two")
            self.assertEqual(row.profile_id, profile)
            self.assertEqual(row.threshold_days, 99, "computed at once")
            cards = self.Episode.search(
                [("partner_id", "=", one.id), ("company_id", "=", company.id)]
            )
            self.assertEqual(sorted(cards.mapped("state")), ["open", "released"])
        self.assertEqual(self.card(one), worked_on)

    def test_purchases_from_before_odoo_move_along(self):
        """One that both have is one purchase; the others are kept."""
        one, two, three = (self.make_partner(name) for name in "ABC")
        purchases = self.env["reactivation.purchase"]
        for partner, reference, company in (
            (one, "F1", self.company),
            (two, "F1", self.company),
            (two, "F2", self.company),
            (two, "F1", self.other),
            (two, False, self.company),
            (three, "F2", self.company),
            (three, False, self.company),
        ):
            purchases.create(
                {
                    "partner_id": partner.id,
                    "company_id": company.id,
                    "date": "2025-01-15",
                    "amount": 10,
                    "reference": reference,
                }
            )
        self.refresh()
        self.merge(two | three, one)
        found = purchases.search([("partner_id", "=", one.id)])
        self.assertEqual(
            sorted((p.company_id.id, p.reference or "") for p in found),
            sorted(
                [(self.company.id, name) for name in ("", "", "F1", "F2")]
                + [(self.other.id, "F1")]
            ),
        )

    def test_purchases_that_share_a_number_only_are_kept(self):
        one, two = self.make_partner("A"), self.make_partner("B")
        purchases = self.env["reactivation.purchase"].create(
            [
                {
                    "partner_id": partner.id,
                    "date": "2025-01-15",
                    "amount": amount,
                    "reference": "2024",
                }
                for partner, amount in ((one, 10), (two, 30))
            ]
        )
        self.refresh()
        self.merge(two, one)
        self.assertEqual(purchases.partner_id, one)
        self.assertEqual(
            purchases.mapped("reference"), ["2024", f"2024 #{purchases[1].id}"]
        )
        self.assertEqual(self.standing(one).ordered_amount, 40)

    def test_only_the_source_has_a_row(self):
        source = self.silent((400, self.company))
        target = self.make_partner("Never ordered")
        self.refresh()
        card = self.card(source)
        row = self.standing(source)
        self.merge(source, target)
        self.assertEqual(self.standing(target), row)
        self.assertEqual(self.card(target), card)
        self.assertEqual(card.partner_id, target)
        self.assertEqual(row.order_count, 1)

    def test_rows_in_different_companies_are_both_kept(self):
        one = self.silent((400, self.company))
        two = self.silent((300, self.other))
        self.refresh(self.both)
        card = self.standing(two, self.other).episode_id
        self.merge(two, one)
        self.assertEqual(self.standing(one).order_count, 1)
        self.assertEqual(self.standing(one, self.other).order_count, 1)
        self.assertEqual(self.standing(one, self.other).episode_id, card)

    def test_merged_with_an_active_customer(self):
        """The firm did order, by its other name: the card of the twin is closed."""
        silent = self.silent((400, self.company))
        active = self.silent((3, self.company), (40, self.company))
        self.refresh()
        card = self.card(silent)
        self.merge(silent, active)
        self.assertEqual(self.standing(active).inactivity_level, "active")
        self.assertEqual(card.state, "released")
        self.assertEqual(card.partner_id, active)
        self.assertFalse(self.standing(active).episode_id)

    def test_three_at_once(self):
        partners = [self.silent((400 + n, self.company)) for n in range(3)]
        self.refresh()
        self.merge(partners[1] | partners[2], partners[0])
        self.assertEqual(self.standing(partners[0]).order_count, 3)
        self.assertEqual(self.Episode.search_count([("state", "=", "open")]), 1)
        self.assertEqual(self.Episode.search_count([]), 3)

    def test_merged_into_a_contact_of_another_company(self):
        """What hangs on the source goes to the company of that contact."""
        firm = self.silent((300, self.company), name="Firm")
        contact = self.env["res.partner"].create({"name": "Jo", "parent_id": firm.id})
        shop = self.silent((400, self.company), name="Jo's shop", is_company=False)
        self.env["reactivation.profile"].create(
            {"partner_id": shop.id, "note": "Calls on Friday"}
        )
        self.refresh()
        self.merge(shop, contact)
        self.assertEqual(self.Customer.search([]).partner_id, firm)
        self.assertEqual(self.standing(firm).order_count, 2)
        profile = self.env["reactivation.profile"].search([])
        self.assertEqual(profile.partner_id, firm)
        self.assertEqual(self.Episode.search([]).partner_id, firm)

    def test_closed_cards_stay_as_history(self):
        one = self.silent((400, self.company))
        two = self.silent((410, self.company))
        self.refresh()
        closed = self.card(two)
        self.make_order(two, 0, confirm=False).action_confirm()
        self.assertEqual(closed.state, "reactivated")
        with self.at(TODAY + timedelta(days=500)):
            self.refresh()
            self.merge(two, one)
        self.assertEqual(closed.state, "reactivated")
        self.assertEqual(closed.partner_id, one)
        self.assertEqual(closed.customer_id, self.standing(one))

    def test_merge_before_the_first_run(self):
        one, two = self.silent((400, self.company)), self.silent((300, self.company))
        self.merge(two, one)
        self.refresh()
        self.assertEqual(self.standing(one).order_count, 2)

    def test_refresh_finds_nothing_to_do_after_a_merge(self):
        one, two = self.silent((400, self.company)), self.silent((300, self.company))
        self.silent((200, self.company))
        self.refresh()
        self.merge(two, one)
        self.refresh()
        run = self.last_run()
        self.assertEqual((run.inserted, run.deleted, run.opened), (0, 0, 0))

    # -- profiles of both

    def both_with_profiles(self, **values):
        """Two silent customers with a profile; the second one's has the values."""
        one, two = self.silent((400, self.company)), self.silent((410, self.company))
        self.refresh()
        profiles = self.env["reactivation.profile"]
        profiles.create({"partner_id": one.id, "note": "From one"})
        profiles.create({"partner_id": two.id, **values})
        return one, two

    def last_id(self, model):
        """Id given last to a record of the model, deleted or not."""
        sequence = SQL.identifier(f"{self.env[model]._table}_id_seq")
        [[last]] = self.env.execute_query(SQL("SELECT last_value FROM %s", sequence))
        return last

    def test_no_card_is_opened_for_who_is_merged_away(self):
        """The orders are still the source's when its profile goes."""
        one, two = self.both_with_profiles()
        before = self.last_id("reactivation.episode")
        self.merge(two, one)
        self.assertEqual(self.last_id("reactivation.episode"), before)
        self.assertEqual(self.Episode.search_count([("state", "=", "open")]), 1)

    def test_a_row_is_not_judged_halfway(self):
        """The target never ordered: its figures come with the source's orders."""
        target = self.make_partner("Never ordered")
        source = self.silent((400, self.company))
        self.refresh()
        profiles = self.env["reactivation.profile"]
        profiles.create({"partner_id": target.id, "note": "Mine"})
        profiles.create(
            {
                "partner_id": source.id,
                "threshold_days": 99,
                "override_reason": "Agreed",
            }
        )
        card = self.card(source)
        card.activity_schedule("mail.mail_activity_data_call", summary="Call Ms Roy")
        self.merge(source, target)
        self.assertEqual(self.card(target), card)
        self.assertEqual(card.activity_ids.mapped("summary"), ["Call Ms Roy"])
        self.assertEqual(self.standing(target).threshold_days, 99)
        change = self.standing(target).lifecycle_ids
        self.assertEqual((change.old_status, change.new_status), ("lead", "customer"))
