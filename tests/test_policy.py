from psycopg2.errors import CheckViolation

from odoo.exceptions import ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import ReactivationCase


@tagged("post_install", "-at_install")
class TestPolicy(ReactivationCase):
    """What a policy refuses, and that the sentence says what to do."""

    def make_policy(self, **values):
        return self.env["reactivation.policy"].create({"name": "Bakers", **values})

    def assert_refused(self, message, **values):
        with self.refused(ValidationError, message):
            self.make_policy(**values)

    # -- conditions

    def test_conditions_that_do_not_parse(self):
        for domain in ("[('city', '='", "hello", "'city'", "{'a': 1}", "[(1)"):
            self.assert_refused(
                "“Bakers” cannot be read: .*domain editor", domain=domain
            )

    def test_uid_and_python_dates_are_refused(self):
        for domain in (
            "[('user_id', '=', uid)]",
            "[('create_date', '>', context_today())]",
        ):
            self.assert_refused("fixed values only .no “uid”", domain=domain)

    def test_unknown_field(self):
        self.assert_refused(
            "“Bakers” does not work: .*no_such_field",
            domain="[('no_such_field', '=', 1)]",
        )

    def test_unknown_operator(self):
        self.assert_refused(
            "“Bakers” does not work", domain="[('city', 'resembles', 'Paris')]"
        )

    def test_fields_computed_from_the_policy_are_refused(self):
        """They would depend on themselves."""
        for domain in (
            "[('inactivity_level', '=', 'inactive')]",
            "['|', ('city', '=', 'Paris'), ('value_class', '=', 'a')]",
            "[('reactivation_episode_id.state', '=', 'open')]",
        ):
            self.assert_refused("“Bakers” cannot depend on “", domain=domain)

    def test_fields_computed_from_the_policy_are_refused_behind_a_path(self):
        for domain in (
            "[('parent_id.inactivity_level', '=', 'inactive')]",
            "[('child_ids', 'any', [('inactivity_level', '=', 'inactive')])]",
            "['!', ('commercial_partner_id.value_class', '=', 'a')]",
        ):
            self.assert_refused("“Bakers” cannot depend on “", domain=domain)

    def test_unstored_field_without_search_is_refused(self):
        self.assert_refused(
            "“Bakers” cannot depend on “.*not stored",
            domain="[('contact_address', '=', 'x')]",
        )

    def test_useful_conditions_are_accepted(self):
        france = self.env.ref("base.fr").id
        for domain in (
            False,
            "[]",
            f"[('country_id', '=', {france}), ('city', 'ilike', 'lyon')]",
            "['|', ('user_id', '=', False), ('industry_id.name', '=', 'Retail')]",
            "[('category_id.name', 'in', ['VIP', 'Key account'])]",
        ):
            self.assertTrue(self.make_policy(domain=domain))

    # -- numbers

    def test_ranges(self):
        for message, values in (
            ("between 1 % and 100 %", {"at_risk_percent": 0}),
            ("between 1 % and 100 %", {"at_risk_percent": 101}),
            ("at least one day", {"inactive_after": 0}),
            ("at least one day", {"at_risk_after": -1}),
            ("at least one day", {"cap_days": 0}),
            ("3,650 days", {"cap_days": 3651}),
            ("must be positive", {"multiple": 0}),
            ("must be positive", {"default_interval_days": 0}),
            ("must be positive", {"single_order_days": 0}),
            ("must be positive", {"single_order_factor": -0.1}),
            ("cannot be negative", {"min_order_count": -1}),
            ("cannot be negative", {"min_ordered_amount": -1}),
            ("start at 1", {"yearly_orders": 0}),
        ):
            with self.subTest(values=values):
                self.assert_constraint(message, values)

    def assert_constraint(self, message, values):
        """A constraint of the database, in the words the user reads."""
        with self.assertRaises(CheckViolation) as caught, mute_logger("odoo.sql_db"):
            self.make_policy(**values)
            self.env.flush_all()
        policies = self.env["reactivation.policy"]
        self.assertIn(message, policies._sql_error_to_message(caught.exception))

    # -- the default

    def test_ships_with_one_policy_for_everybody(self):
        policies = self.env["reactivation.policy"].search([])
        self.assertEqual(policies, self.policy)
        self.assertTrue(self.policy.is_default)
        self.assertEqual(self.policy.method, "rhythm")
        self.assertEqual(self.policy.inactive_after, 12)
        self.assertEqual(self.policy.delay_unit, "months")

    def test_default_policy_cannot_be_deleted(self):
        with self.refused(
            ValidationError, "serves everybody cannot be deleted. .*create another one"
        ):
            self.policy.unlink()

    def test_default_policy_cannot_be_archived(self):
        with self.refused(ValidationError, "must serve everybody: keep"):
            self.policy.active = False

    def test_default_policy_cannot_be_given_conditions(self):
        other = self.env["res.company"].create({"name": "Elsewhere Ltd"})
        for values in (
            {"domain": "[('city', '=', 'Paris')]"},
            {"min_order_count": 2},
            {"min_ordered_amount": 10},
            {"company_id": other.id},
        ):
            with (
                self.subTest(values=values),
                self.refused(ValidationError, "must serve everybody: keep"),
            ):
                self.policy.write(values)
            self.policy.invalidate_recordset()

    def test_default_can_go_when_another_serves_everybody(self):
        another = self.make_policy(sequence=200)
        self.policy.unlink()
        self.assertTrue(another.is_default)
        partner = self.make_partner()
        self.make_order(partner, 5)
        self.refresh()
        self.assertEqual(self.standing(partner).policy_id, another)

    def test_months_of_a_season(self):
        policy = self.make_policy(active_months="5, 3,4")
        self.assertEqual(policy._months(), [3, 4, 5])
        for text in ("13", "0", "May", "3;4"):
            self.assert_refused("must be numbers from 1 to 12", active_months=text)

    def test_band_must_be_reachable(self):
        with self.refused(
            ValidationError, "very inactive starts at 7 points, .* at most 6"
        ):
            self.make_policy(very_inactive_points=7)

    # -- profiles name a reason

    def test_override_without_reason_is_refused(self):
        partner = self.make_partner()
        for values in ({"threshold_days": 30}, {"policy_id": self.policy.id}):
            with self.refused(
                ValidationError, "Say why Garage Durand is judged differently"
            ):
                self.env["reactivation.profile"].create(
                    {"partner_id": partner.id, **values}
                )

    def test_snooze_without_reason_is_refused(self):
        with self.refused(ValidationError, "Garage Durand is snoozed"):
            self.env["reactivation.profile"].create(
                {"partner_id": self.make_partner().id, "snoozed_until": "2027-05-01"}
            )

    def test_a_reason_cannot_be_emptied_alone(self):
        profile = self.env["reactivation.profile"].create(
            {
                "partner_id": self.make_partner().id,
                "threshold_days": 30,
                "override_reason": "Said so",
                "snoozed_until": "2027-05-01",
                "snooze_reason": "Moves house",
            }
        )
        with self.refused(ValidationError, "is judged differently"):
            profile.override_reason = False
        with self.refused(ValidationError, "is snoozed"):
            profile.snooze_reason = False
        profile.write({"threshold_days": 0, "override_reason": False})
        profile.write({"snoozed_until": False, "snooze_reason": False})

    def test_profile_belongs_to_the_company_not_to_a_contact(self):
        contact = self.env["res.partner"].create(
            {"name": "Jo", "parent_id": self.make_partner().id}
        )
        with self.refused(
            ValidationError, "Jo is a contact of Garage Durand: write the profile on"
        ):
            self.env["reactivation.profile"].create({"partner_id": contact.id})
