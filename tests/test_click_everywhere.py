from odoo import Command
from odoo.tests import tagged

from .test_tours import ToursCase

CLICK = (
    "odoo.loader.modules.get('@web/webclient/clickbot/clickbot_loader')"
    ".startClickEverywhere('crm.crm_menu_root')"
)


@tagged("reactivation_click", "-standard", "post_install", "-at_install")
class TestClickEverywhere(ToursCase):
    """Odoo's clickbot opens each menu, view and filter of the CRM app: no error.

    Takes minutes, so ``make test-odoo`` runs it, ``make test`` does not.
    """

    allow_end_on_form = True

    def click(self, login):
        self.env["res.users"].search([("login", "=", login)]).tour_enabled = False
        self.browser_js(
            "/odoo",
            CLICK,
            "odoo.isReady === true",
            login=login,
            timeout=1200,
            success_signal="clickbot test succeeded",
        )

    def test_salesperson(self):
        self.click("tour_seller")

    def test_manager(self):
        self.click("tour_manager")

    def test_administrator(self):
        self.env.ref("base.user_admin").write(
            {
                "group_ids": [
                    Command.link(self.env.ref("sales_team.group_sale_manager").id)
                ]
            }
        )
        self.click("admin")
