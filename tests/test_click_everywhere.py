from odoo import Command
from odoo.tests import tagged

from .test_tours import ToursCase

CLICK = (
    "odoo.loader.modules.get('@web/webclient/clickbot/clickbot_loader')"
    ".startClickEverywhere('%s')"
)


@tagged("reactivation_click", "-standard", "post_install", "-at_install")
class TestClickEverywhere(ToursCase):
    """Odoo's clickbot opens each menu, view and filter of CRM and ours elsewhere.

    Takes minutes, so ``make test-odoo`` runs it, ``make test`` does not.
    """

    allow_end_on_form = True

    def click(self, login, app="crm.crm_menu_root"):
        self.env["res.users"].search([("login", "=", login)]).tour_enabled = False
        self.browser_js(
            "/odoo",
            CLICK % app,
            "odoo.isReady === true",
            login=login,
            timeout=1200,
            success_signal="clickbot test succeeded",
        )

    def test_salesperson(self):
        self.click("tour_seller")

    def test_manager(self):
        self.click("tour_manager")

    def test_manager_in_email_marketing(self):
        """Our menu there; Odoo clicks the other ones itself."""
        ours = self.env.ref("crm_reactivation.menu_campaigns_marketing")
        (ours.parent_id.child_id - ours).active = False
        marketing = self.env.ref("mass_mailing.group_mass_mailing_user")
        self.manager.group_ids = [Command.link(marketing.id)]
        self.click("tour_manager", "mass_mailing.mass_mailing_menu_root")

    def test_administrator(self):
        self.env.ref("base.user_admin").write(
            {
                "group_ids": [
                    Command.link(self.env.ref("sales_team.group_sale_manager").id)
                ]
            }
        )
        self.click("admin")
