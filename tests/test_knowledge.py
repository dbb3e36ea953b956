from datetime import timedelta

from odoo import Command
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from .assessment_case import AssessmentCase
from .common import TODAY


@tagged("post_install", "-at_install")
class TestKnowledge(AssessmentCase):
    """What people write about a customer: signed, dated, unknown when empty."""

    def profile(self, user=None, **values):
        profiles = self.env["reactivation.profile"].with_user(user or self.julie)
        return profiles.create({"partner_id": self.partner.id, **values})

    def test_no_supplier_known_reads_unknown(self):
        profile = self.profile()
        self.assertEqual(profile.incumbent_text, "unknown")
        self.assertFalse(profile.incumbents_verified_on)
        profile.incumbent_ids = [Command.create({"name": "Dupuis SA"})]
        self.assertEqual(profile.incumbent_text, "Dupuis SA (share unknown)")
        profile.incumbent_ids = [
            Command.create({"name": "Roux", "share": 60, "since": "2025-01-31"})
        ]
        self.assertEqual(
            profile.incumbent_text,
            "Roux (60 %, since 01/31/2025), Dupuis SA (share unknown)",
        )
        self.assertEqual(profile.main_incumbent_id.name, "Roux")
        profile.incumbent_ids = [Command.clear()]
        self.assertEqual(profile.incumbent_text, "unknown")
        self.assertFalse(
            profile.incumbents_verified_on, msg="nothing is there to verify"
        )

    def test_without_a_card_nothing_is_proposed(self):
        profile = self.env["reactivation.profile"].create(
            {"partner_id": self.make_partner("Prospect").id}
        )
        self.assertIs(profile.potential_hint, False)

    def test_supplier_may_be_a_contact(self):
        supplier = self.make_partner("Roux SA")
        profile = self.profile(
            incumbent_ids=[Command.create({"supplier_id": supplier.id})]
        )
        self.assertEqual(profile.incumbent_ids.name, "Roux SA")

    def test_shares_are_a_part_of_everything(self):
        profile = self.profile()
        with self.refused(ValidationError, "Garage Durand have 110 % of the purchases"):
            profile.incumbent_ids = [
                Command.create({"name": "One", "share": 60}),
                Command.create({"name": "Two", "share": 50}),
            ]
        with self.refused(ValidationError, "Garage Durand cannot have bought from One"):
            profile.incumbent_ids = [
                Command.create({"name": "One", "since": TODAY + timedelta(days=1)})
            ]

    def test_who_writes_a_block_has_verified_it(self):
        profile = self.profile(routines="Mondays, by fax")
        self.assertEqual(profile.routines_verified_on, TODAY)
        self.assertEqual(profile.routines_verified_by, self.julie)
        self.assertFalse(profile.reflexes_verified_on or profile.circuit_verified_on)
        with self.at(TODAY + timedelta(days=40)):
            profile.with_user(self.manager).circuit = "The owner signs"
        self.assertEqual(profile.circuit_verified_on, TODAY + timedelta(days=40))
        self.assertEqual(profile.circuit_verified_by, self.manager)
        self.assertEqual(profile.routines_verified_by, self.julie)
        profile.routines = False
        self.assertFalse(profile.routines_verified_on or profile.routines_verified_by)

    def test_confirming_without_a_change(self):
        profile = self.profile(routines="Mondays, by fax")
        with self.at(TODAY + timedelta(days=400)):
            profile.with_context(block="routines").action_verify()
        self.assertEqual(profile.routines_verified_on, TODAY + timedelta(days=400))
        self.assertEqual(profile.routines, "Mondays, by fax")
        with self.refused(ValidationError, "Say which block was verified"):
            profile.action_verify()
        with self.assertRaises(AccessError):
            profile.with_user(self.marc).with_context(block="routines").action_verify()

    def test_not_verified_for_so_long(self):
        found = [("to_verify", "=", True)]
        profile = self.profile(routines="a", reflexes="b", circuit="c")
        profiles = self.env["reactivation.profile"]
        self.assertTrue(profile.to_verify, msg="suppliers are unknown")
        self.assertEqual(profiles.search(found), profile)
        profile.incumbent_ids = [Command.create({"name": "Roux"})]
        self.assertEqual(profile.verified_on, TODAY)
        self.assertFalse(profile.to_verify)
        self.assertFalse(profiles.search(found))
        self.assertEqual(profiles.search([("to_verify", "=", False)]), profile)
        with self.at(TODAY + timedelta(days=367)):
            self.env.invalidate_all()
            self.assertTrue(profile.to_verify)
            self.assertEqual(profiles.search(found), profile)
            cards = self.Episode.search([("to_verify", "=", True)])
            self.assertEqual(cards, self.the_card)

    def test_cards_without_a_profile_are_to_verify(self):
        self.assertTrue(self.the_card.to_verify)
        found = self.Episode.search([("to_verify", "=", True)])
        self.assertEqual(found, self.the_card)
        self.assertFalse(self.Episode.search([("to_verify", "=", False)]))

    def test_anothers_suppliers_are_not_seen(self):
        profile = self.profile(incumbent_ids=[Command.create({"name": "Roux"})])
        suppliers = self.env["reactivation.incumbent"]
        self.assertFalse(suppliers.with_user(self.marc).search([]))
        self.assertTrue(suppliers.with_user(self.julie).search([]))
        with self.assertRaises(AccessError):
            suppliers.with_user(self.marc).create(
                {"profile_id": profile.id, "name": "Mine"}
            )
        with self.assertRaises(AccessError):
            profile.incumbent_ids.with_user(self.marc).write({"share": 1})

    def test_merged_customers_keep_what_is_known(self):
        twin = self.make_partner("Twin")
        self.insert_orders([(twin, 300, 100)])
        self.profile(user=self.manager, circuit="The owner signs")
        self.env["reactivation.profile"].create(
            {
                "partner_id": twin.id,
                "routines": "Mondays",
                "potential_amount": 5000,
                "fit": "good",
                "incumbent_ids": [Command.create({"name": "Roux", "share": 60})],
            }
        )
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge((self.partner | twin).ids, self.partner)
        self.env.invalidate_all()
        profile = self.env["reactivation.profile"].search(
            [("partner_id", "=", self.partner.id)]
        )
        self.assertEqual(profile.circuit, "The owner signs")
        self.assertEqual(profile.circuit_verified_by, self.manager)
        self.assertEqual(profile.routines, "Mondays")
        self.assertEqual((profile.potential_amount, profile.fit), (5000, "good"))
        self.assertEqual(profile.incumbent_text, "Roux (60 %)")
