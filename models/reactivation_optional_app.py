import base64

from odoo import Command, api, models
from odoo.tools import file_open

DASHBOARD = "crm_reactivation.spreadsheet_dashboard"
DASHBOARD_FILE = "crm_reactivation/data/files/reactivation_dashboard.json"
GOAL = "crm_reactivation.goal_definition_reactivated"
#: Run by the gamification app per goal, as administrator.
GOAL_CODE = (
    "result = env['reactivation.credit']._won_back_by("
    "object.user_id, object.start_date, object.end_date)"
)


class ReactivationOptionalApp(models.AbstractModel):
    """Records that the module has in apps it does not depend on.

    Made when the module is installed or updated, and in the night after such an app
    was installed.  Names, groups and the like stay as people change them; the sheets of
    the dashboard are the module's, brought up to date each night: who wants other ones
    copies the dashboard.  Who does not want a record archives or unpublishes it.
    """

    _name = "reactivation.optional.app"
    _description = "Reactivation in Optional Apps"

    @api.model
    def _make_records(self):
        """Make what is missing, and bring the dashboard's content up to date."""
        # sudo: records of the module itself, made at nobody's order
        apps = self.sudo()
        for xml_id, (model, method) in self._catalogue().items():
            if model in self.env and not self.env.ref(xml_id, raise_if_not_found=False):
                apps._make(xml_id, model, method)
        apps._update_dashboard()

    def _catalogue(self):
        """Dict external identifier -> (model, name of the method with its values)."""
        return {
            DASHBOARD: ("spreadsheet.dashboard", "_prepare_dashboard"),
            GOAL: ("gamification.goal.definition", "_prepare_goal"),
        }

    def _make(self, xml_id, model, method):
        """Create a record, with its texts in each installed language."""
        record = self.env[model]._load_records(
            [
                {
                    "xml_id": xml_id,
                    "noupdate": True,
                    "values": getattr(self.with_context(lang="en_US"), method)(),
                }
            ]
        )
        for code, __ in self.env["res.lang"].get_installed():
            values = getattr(self.with_context(lang=code), method)()
            record.with_context(lang=code).write(
                {
                    name: value
                    for name, value in values.items()
                    if record._fields[name].translate
                }
            )

    def _prepare_dashboard(self):
        return {
            "name": self.env._("Reactivation"),
            "dashboard_group_id": self.env.ref(
                "spreadsheet_dashboard.spreadsheet_dashboard_group_sales"
            ).id,
            "group_ids": [
                Command.set(self.env.ref("sales_team.group_sale_manager").ids)
            ],
            "sequence": 300,
            "is_published": True,
        }

    def _update_dashboard(self):
        """The content comes with the module: as of its version."""
        dashboard = self.env.ref(DASHBOARD, raise_if_not_found=False)
        if not dashboard:
            return
        with file_open(DASHBOARD_FILE, "rb") as file:
            content = base64.b64encode(file.read())
        if dashboard.spreadsheet_binary_data != content:
            dashboard.spreadsheet_binary_data = content

    def _prepare_goal(self):
        return {
            "name": self.env._("Customers reactivated"),
            "suffix": self.env._("customers"),
            "description": self.env._(
                "Different inactive customers who came back in the period, by the"
                " credits that count: as objectives count them."
            ),
            "computation_mode": "python",
            "compute_code": GOAL_CODE,
            "action_id": self.env.ref("crm_reactivation.reactivation_credit_action").id,
        }
