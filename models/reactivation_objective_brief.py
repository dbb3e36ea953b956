from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

#: Customers that a brief names, so that it stays on one page.
DEAREST = 6
HARDEST = 4
REPORT = "crm_reactivation.reactivation_objective_report_brief"


class ReactivationObjective(models.Model):
    """The meeting in which an objective is launched, and its brief of one page."""

    _inherit = "reactivation.objective"

    launch_event_id = fields.Many2one(
        "calendar.event",
        string="Launch Meeting",
        readonly=True,
        copy=False,
        ondelete="set null",
        index="btree_not_null",
    )

    def _brief_facts(self):
        """What the brief tells, under the access rules of whoever makes it.

        Cards that the objective is about: open, assessed, no No-Go, and over 18 months
        only with a critical need.

        :return: dict with ``categories`` (list of dicts ``name``, ``cards``, ``amount``
            in words, ``hours``), ``total`` (one such dict), ``dearest`` and ``hardest``
            (cards)
        """
        self.ensure_one()
        cards = self.env["reactivation.episode"]
        domain = self._portfolio_domain()
        groups = cards._read_group(
            domain, ["category_id"], ["__count", "at_stake_amount:sum"]
        )
        lines = [
            self._brief_line(
                category.name, count, amount, count * category.effort_hours
            )
            for category, count, amount in groups
        ]
        total = self._brief_line(
            self.env._("All"),
            sum(count for __, count, __ in groups),
            sum(amount for __, __, amount in groups),
            sum(line["hours"] for line in lines),
        )
        return {
            "categories": lines,
            "total": total,
            "dearest": cards.search(
                domain, limit=DEAREST, order="at_stake_amount desc, id"
            ),
            "hardest": cards.search(
                domain & Domain("resistance_score", "!=", False),
                limit=HARDEST,
                order="resistance_score desc, at_stake_amount desc, id",
            ),
        }

    def _brief_line(self, name, cards, amount, hours):
        return {
            "name": name,
            "cards": cards,
            "amount": self._money(amount),
            "hours": hours,
        }

    def _brief_pdf(self):
        """The brief as (file name, PDF); None when the server cannot make PDFs."""
        self.ensure_one()
        reports = self.env["ir.actions.report"]
        if reports.get_wkhtmltopdf_state() in ("install", "broken"):
            return None
        content, __ = reports._render_qweb_pdf(REPORT, self.ids)
        return self.env._("Brief of the objective.pdf"), content

    def _launch_users(self):
        """Who is invited: the owner, or the members of the owner's sales teams."""
        self.ensure_one()
        if self.owner_type == "user":
            users = self.user_id
        elif self.owner_type == "team":
            users = self.team_id.user_id | self.team_id.member_ids
        else:
            teams = self.env["crm.team"].search(
                [("company_id", "in", (self.company_id.id, False))]
            )
            users = teams.member_ids
        # sudo: the companies of colleagues, to leave out who does not work here
        return users.filtered(
            lambda user: user.active and self.company_id in user.sudo().company_ids
        )

    def _check_launch(self):
        """
        :raise AccessError: the user may not change the objective
        :raise UserError: over
        """
        self.ensure_one()
        self.check_access("write")
        if self.state == "closed":
            raise UserError(
                self.env._(
                    "“%(name)s” is over: there is nothing to launch any more. Make an"
                    " objective for the next period.",
                    name=self.display_name,
                )
            )

    def action_launch_meeting(self):
        """Open the dialog that books the launch meeting.

        :return: action
        :raise AccessError: the user may not change the objective
        :raise UserError: over
        """
        self._check_launch()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Book a launch meeting"),
            "res_model": "reactivation.objective.launch",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_objective_id": self.id},
        }
