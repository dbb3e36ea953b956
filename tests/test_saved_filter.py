from datetime import date

from odoo.exceptions import ValidationError
from odoo.tests import Form, tagged
from odoo.tools import SQL, mute_logger

from .campaign_case import CampaignCase

RUNNER = "odoo.addons.crm_reactivation.models.reactivation_campaign_runner"
SCOPE = "odoo.addons.crm_reactivation.models.reactivation_objective_scope"


@tagged("post_install", "-at_install")
class TestSavedFilter(CampaignCase):
    """Saved filters in use: kept usable, and one that breaks stops nobody else."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.saved = cls.env["ir.filters"].create(
            {
                "name": "Garages",
                "model_id": "reactivation.customer",
                "domain": "[('partner_id.name', 'ilike', 'garage')]",
                "user_ids": False,
            }
        )

    def objective(self, **values):
        return self.env["reactivation.objective"].create(
            {
                "user_id": self.seller.id,
                "target_count": 5,
                "date_start": date(2027, 1, 1),
                "date_end": date(2027, 12, 31),
                **values,
            }
        )

    def break_filter(self, domain="[('x_gone', '=', 1)]"):
        """The field that the filter names goes, with its app."""
        self.env.flush_all()
        self.env.execute_query(
            SQL(
                "UPDATE ir_filters SET domain = %s WHERE id = %s RETURNING id",
                domain,
                self.saved.id,
            )
        )
        self.env.invalidate_all()

    def test_filter_in_use_stays_usable(self):
        campaign = self.make_campaign(launch=False, filter_id=self.saved.id)
        for domain in ("[('user_id', '=', uid)]", "[('no_such', '=', 1)]"):
            with self.refused(ValidationError, "audience of campaign “Spring”"):
                self.saved.domain = domain
        campaign.filter_id = False
        self.objective(filter_id=self.saved.id)
        for domain in ("[('user_id', '=', uid)]", "[('no_such', '=', 1)]"):
            with self.refused(ValidationError, "“Garages” cannot be used for an obj"):
                self.saved.domain = domain

    @mute_logger("odoo.sql_db")
    def test_filter_that_the_database_refuses(self):
        """Well written, and no comparison that can be made."""
        for domain in ("[('order_count', '=', 'many')]", "[('id', '=', 'x')]"):
            with self.refused(ValidationError, "audience of campaign “Spring”"):
                self.make_campaign(launch=False, domain=domain)

    def test_filter_of_what_is_over_may_become_anything(self):
        campaign = self.make_campaign(filter_id=self.saved.id)
        campaign.action_stop()
        self.objective(filter_id=self.saved.id).action_close()
        self.saved.domain = "[('no_such', '=', 1)]"

    def test_broken_filter_stops_no_other_campaign(self):
        broken = self.make_campaign(filter_id=self.saved.id)
        sound = self.make_campaign(name="Sound")
        self.break_filter()
        partner = self.customer(name="Bakery")
        with self.assertLogs(RUNNER) as log:
            self.Campaign._cron_run()
        self.assertIn("audience of campaign “Spring”", log.output[0])
        self.assertEqual(sound.enrollment_ids.partner_id, partner)
        self.assertIn("audience of campaign “Spring”", broken.health_text)
        self.assertFalse(sound.health_text)

    def test_campaign_with_a_broken_filter_is_repaired_on_its_form(self):
        self.customer()
        campaign = self.make_campaign(launch=False, filter_id=self.saved.id)
        self.break_filter()
        with self.refused(ValidationError, "audience of campaign “Spring”"):
            campaign.action_launch()
        with Form(campaign) as form:
            self.assertIn("audience of campaign “Spring”", form.health_text)
            self.assertEqual(form.audience_count, 0)
            form.filter_id = self.env["ir.filters"]
            self.assertFalse(form.health_text)
            self.assertEqual(form.audience_count, 1)

    def test_broken_filter_stops_no_night(self):
        objective = self.objective(filter_id=self.saved.id)
        garage, bakery = self.customer(), self.customer(name="Bakery")
        self.assertEqual(objective.scope_partner_ids, garage)
        self.break_filter()
        other = self.objective(
            filter_id=self.saved.copy(
                {"name": "Shops", "domain": "[]", "user_ids": False}
            ).id
        )
        with self.assertLogs(SCOPE) as log:
            self.refresh()
        self.assertIn("“Garages” cannot be used", log.output[0])
        self.assertEqual(self.last_run().state, "done")
        self.assertEqual(objective.scope_partner_ids, garage, "as it was")
        self.assertEqual(other.scope_partner_ids, garage | bakery)

    def test_objective_with_a_broken_filter_is_repaired_on_its_form(self):
        card = self.card(self.customer())
        card.decided_category_id = self.months_0_6
        objective = self.objective(filter_id=self.saved.id)
        self.assertEqual(objective.portfolio_count, 1)
        self.break_filter()
        with Form(objective) as form:
            self.assertIn("“Garages” cannot be used", form.scope_warning)
            self.assertEqual(form.portfolio_count, 0)
            form.filter_id = self.env["ir.filters"]
            self.assertFalse(form.scope_warning)
            self.assertEqual(form.portfolio_count, 1)
