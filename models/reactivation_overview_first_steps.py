from odoo import api, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import format_datetime

MANAGER = "sales_team.group_sale_manager"


class ReactivationOverview(models.AbstractModel):
    """The first steps of a company: a checklist for its sales managers.

    Each line is ticked by a fact of the database, never by hand, and opens the screen
    where one does it.  The list goes when all is done or a manager closes it.
    """

    _inherit = "reactivation.overview"

    @api.model
    def get_figures(self):
        """The same, with ``first_steps``: lines of the checklist, see
        :meth:`_first_steps`."""
        return {**super().get_figures(), "first_steps": self._first_steps()}

    @api.model
    def close_first_steps(self):
        """Do not show the checklist in the current company any more.

        :raise AccessError: no sales manager
        """
        if not self.env.user.has_group(MANAGER):
            raise AccessError(
                self.env._(
                    "Only sales managers close the list of first steps. Ask yours."
                )
            )
        # sudo: a manager of the company, and this one field only
        self.env.company.sudo().reactivation_first_steps_closed_on = self._today()

    @api.model
    def _first_steps(self):
        """Lines ``code``, ``label``, ``detail``, ``done``, ``action``, in the order to
        do them; empty for salespeople, when closed and when all is done."""
        company = self.env.company
        if (
            not self.env.user.has_group(MANAGER)
            or company.reactivation_first_steps_closed_on
        ):
            return []
        steps = [
            self._step_figures(),
            self._step_policy(),
            self._step_sharing(),
            self._step_objective(),
            self._step_assessment(),
            self._step_campaign(),
        ]
        return [] if all(step["done"] for step in steps) else steps

    def _step(self, code, label, detail, done, action):
        return {
            "code": code,
            "label": label,
            "detail": detail,
            "done": bool(done),
            "action": action,
        }

    def _exists(self, model, *terms):
        return bool(self.env[model].search_count(self._here(*terms), limit=1))

    def _act(self, xmlid):
        """An action of the module, as the client opens it.

        :param xmlid: external id without the module's name
        """
        return self.env["ir.actions.actions"]._for_xml_id(f"crm_reactivation.{xmlid}")

    def _step_figures(self):
        run = self.env["reactivation.run"]._last_done(self.env.company)
        return self._step(
            "figures",
            self.env._("Figures computed"),
            self.env._(
                "Last on %(moment)s.",
                moment=format_datetime(
                    self.env, run.computed_on, dt_format="d MMMM y, HH:mm"
                ),
            )
            if run
            else self.env._(
                "Done in the background, a few minutes after the installation. Have a"
                " look at the customers then."
            ),
            run,
            self._act("reactivation_customer_action"),
        )

    def _step_policy(self):
        policy = self.env["reactivation.policy"]._for_company(self.env.company)[:1]
        return self._step(
            "policy",
            self.env._("Policy checked"),
            self.env._(
                "When is a customer inactive? Press Preview on the policy and see how"
                " many are."
            ),
            self.env.company.reactivation_policy_tried_on,
            {
                "type": "ir.actions.act_window",
                "res_model": "reactivation.policy",
                "res_id": policy.id,
                "views": [[False, "form"]],
            }
            if policy
            else self._act("reactivation_policy_action"),
        )

    def _step_sharing(self):
        open_cards = self._here(("state", "=", "open"))
        nobodys = Domain(open_cards) & (
            Domain("user_id", "=", False) | Domain("user_id.active", "=", False)
        )
        count = self.env["reactivation.episode"].search_count(nobodys)
        any_card = self._exists("reactivation.episode", ("state", "=", "open"))
        return self._step(
            "sharing",
            self.env._("Customers shared out"),
            self.env._(
                "Cards without a salesperson: %(count)s. Select them, then Share out.",
                count=self._number(count),
            )
            if count
            else self.env._("Once there are cards, each gets a salesperson."),
            self._exists("reactivation.sharing") or (any_card and not count),
            self._list(
                self.env._("Open cards"),
                "reactivation.episode",
                list(nobodys) if count else open_cards,
            ),
        )

    def _step_objective(self):
        return self._step(
            "objective",
            self.env._("Objective agreed"),
            self.env._(
                "How many customers to win back, by when, by whom: one sentence, and"
                " Agree."
            ),
            self._exists("reactivation.objective", ("agreed_on", "!=", False)),
            self._act("reactivation_objective_action"),
        )

    def _step_assessment(self):
        return self._step(
            "assessment",
            self.env._("First assessments"),
            self.env._(
                "Open a card and press Assess: the answers say how hard a customer is"
                " to win back."
            ),
            self._exists("reactivation.assessment"),
            self._act("reactivation_episode_action_open_board"),
        )

    def _step_campaign(self):
        return self._step(
            "campaign",
            self.env._("First campaign"),
            self.env._("Take a ready-made one, look at who is in it, and launch it."),
            self._exists(
                "reactivation.campaign", ("state", "in", ["running", "paused", "done"])
            ),
            {
                **self._act("reactivation_campaign_action"),
                "context": {"search_default_scenario": 1},
            },
        )
