from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import format_date

#: Written by the buttons and by the refresh only, not by RPC either.
SERVER_FIELDS = {
    "agreed_on",
    "agreed_by",
    "closed_on",
    "result_count",
    "result_amount",
    "result_hours",
    "result_cost",
    "result_margin",
    "scope_partner_ids",
}
#: What is agreed on: changed in a draft only.
TERMS = {
    "target_count",
    "target_amount",
    "date_start",
    "date_end",
    "owner_type",
    "user_id",
    "team_id",
    "company_id",
    "filter_id",
}


class ReactivationObjective(models.Model):
    """So many customers won back, or so much recovered, in a period, by somebody.

    A draft is agreed on, then closed at the end of its period with its result frozen.
    What is done and how it goes is computed when read, see
    ``reactivation_objective_progress.py``.
    """

    _name = "reactivation.objective"
    _description = "Reactivation Objective"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "date_end desc, company_id, owner_type, id"
    _rec_names_search = ["user_id", "team_id"]
    _mail_post_access = "read"
    _check_company_auto = True

    target_count = fields.Integer(
        string="Customers",
        default=lambda self: self.env.company.reactivation_objective_default,
        tracking=True,
        help="Inactive customers to win back. 0: the objective is an amount.",
    )
    target_amount = fields.Monetary(
        string="Amount to Recover",
        tracking=True,
        help="Without taxes, less credit notes, in company currency. 0: none.",
    )
    date_start = fields.Date(
        string="From",
        required=True,
        tracking=True,
        default=lambda self: self._today().replace(month=1, day=1),
    )
    date_end = fields.Date(
        string="To",
        required=True,
        tracking=True,
        default=lambda self: self._today().replace(month=12, day=31),
    )
    owner_type = fields.Selection(
        [
            ("user", "a salesperson"),
            ("team", "a sales team"),
            ("company", "the company"),
        ],
        string="Whose",
        default="user",
        required=True,
        tracking=True,
    )
    user_id = fields.Many2one(
        "res.users",
        string="Salesperson",
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        ondelete="restrict",
        tracking=True,
        index="btree_not_null",
    )
    team_id = fields.Many2one(
        "crm.team",
        string="Sales Team",
        check_company=True,
        ondelete="restrict",
        tracking=True,
        index="btree_not_null",
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        default=lambda self: self.env.company,
        ondelete="cascade",
        index=True,
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    milestone_ids = fields.One2many("reactivation.milestone", "objective_id")
    agreed_on = fields.Date(readonly=True, copy=False, tracking=True)
    agreed_by = fields.Many2one(
        "res.users", readonly=True, copy=False, ondelete="set null", tracking=True
    )
    closed_on = fields.Date(readonly=True, copy=False, tracking=True)
    result_count = fields.Integer(
        string="Result: Customers", readonly=True, copy=False, tracking=True
    )
    result_amount = fields.Monetary(
        string="Result: Amount", readonly=True, copy=False, tracking=True
    )

    _has_number = models.Constraint(
        "CHECK (COALESCE(target_count, 0) >= 0 AND COALESCE(target_amount, 0) >= 0"
        " AND COALESCE(target_count, 0) + COALESCE(target_amount, 0) > 0)",
        "An objective needs a number: customers, an amount, or both.",
    )
    _period = models.Constraint(
        "CHECK (date_start <= date_end)",
        "The period of an objective must end after it begins.",
    )

    def _today(self):
        """Local day of the objective's company."""
        return (self.company_id[:1] or self.env.company)._reactivation_today()

    @api.constrains("owner_type", "user_id", "team_id", "company_id")
    def _check_owner(self):
        for objective in self:
            if objective.owner_type == "company":
                continue
            if not objective._owner():
                raise ValidationError(
                    self.env._(
                        "Say whose objective this is: choose a salesperson or a sales"
                        " team, or make it the company's."
                    )
                )
            # sudo: the companies of a colleague, to check one of them
            user = objective.user_id.sudo()
            if objective.owner_type == "user" and (
                objective.company_id not in user.company_ids
            ):
                raise ValidationError(
                    self.env._(
                        "%(user)s does not work in %(company)s: choose somebody who"
                        " does.",
                        user=user.name,
                        company=objective.company_id.name,
                    )
                )

    def _owner(self):
        """The record this objective belongs to: user, team or company."""
        self.ensure_one()
        names = {"user": "user_id", "team": "team_id", "company": "company_id"}
        return self[names[self.owner_type]]

    def _number(self):
        """What is to be reached, in the measure of the objective."""
        return self.target_count or self.target_amount

    def _check_milestones(self):
        """Steps lie in the period, go up and end within the objective."""
        for objective in self:
            last = 0
            for step in objective.milestone_ids.sorted("date"):
                if not objective.date_start <= step.date <= objective.date_end:
                    raise ValidationError(
                        self.env._(
                            "The milestone of %(date)s lies outside the period, from"
                            " %(start)s to %(end)s. Change its day or the period.",
                            date=format_date(self.env, step.date),
                            start=format_date(self.env, objective.date_start),
                            end=format_date(self.env, objective.date_end),
                        )
                    )
                target = round(objective._number())
                if not last <= step.number <= target:
                    raise ValidationError(
                        self.env._(
                            "The milestone of %(date)s asks for %(number)s. Milestones"
                            " count from the beginning, so each is at least the one"
                            " before and at most the objective, %(target)s.",
                            date=format_date(self.env, step.date),
                            number=round(step.number),
                            target=target,
                        )
                    )
                last = step.number

    def _check_open_terms(self):
        """What was agreed on stays until it is negotiated again.

        :raise UserError: an objective is agreed on or closed
        """
        for objective in self:
            if objective.state != "draft":
                raise UserError(
                    self.env._(
                        "“%(name)s” is agreed on: take it back to draft to change its"
                        " number, period, owner or milestones. One that is over stays"
                        " as it was.",
                        name=objective.display_name,
                    )
                )

    def _check_server_fields(self, vals):
        """:raise AccessError: a field that only buttons and the refresh write"""
        if not self.env.su and SERVER_FIELDS & set(vals):
            raise AccessError(
                self.env._(
                    "Agreement and result of an objective are written by its buttons"
                    " and by the nightly refresh, not by hand."
                )
            )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_server_fields(vals)
        objectives = super().create(vals_list)
        objectives._follow_scope()
        objectives.filtered(lambda o: not o.milestone_ids)._propose_milestones()
        return objectives

    def write(self, vals):
        self._check_server_fields(vals)
        if TERMS & set(vals):
            self._check_open_terms()
        before = {objective: objective._number() for objective in self}
        result = super().write(vals)
        if TERMS & set(vals) and "milestone_ids" not in vals:
            self._fit_milestones(before, {"date_start", "date_end"} & set(vals))
        if {"filter_id", "company_id"} & set(vals):
            self._follow_scope(changed=True)
        return result

    def _fit_milestones(self, before, new_period):
        """Milestones follow other terms: in proportion, or proposed anew.

        :param before: dict objective -> its number before
        """
        if new_period:
            self._propose_milestones()
            return
        for objective, number in before.items():
            ratio = objective._number() / number if number else 1
            steps = [(s.date, round(s.number * ratio)) for s in objective.milestone_ids]
            if ratio != 1:
                objective._set_milestones(steps)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_agreed(self):
        for objective in self:
            if objective.agreed_on:
                raise UserError(
                    self.env._(
                        "“%(name)s” was agreed on and is part of the history. Only"
                        " drafts are deleted.",
                        name=objective.display_name,
                    )
                )

    # ------------------------------------------------------------------
    # BUTTONS
    # ------------------------------------------------------------------

    def action_agree(self):
        """Record who agreed and when; the terms stay from now on.

        :raise UserError: not a draft any more
        """
        self.check_access("write")
        self._check_open_terms()
        for objective in self:
            # sudo: written by this button only, see _check_server_fields
            objective.sudo().write(
                {"agreed_on": objective._today(), "agreed_by": self.env.uid}
            )
            objective.message_post(
                body=self.env._(
                    "Agreed by %(name)s: %(terms)s.",
                    name=self.env.user.name,
                    terms=objective.display_name,
                )
            )

    def action_renegotiate(self):
        """Back to draft, to change the terms.

        :raise UserError: over or closed
        """
        self.check_access("write")
        for objective in self:
            if objective.state == "closed":
                raise UserError(
                    self.env._(
                        "“%(name)s” is over: its result stays. Make an objective for"
                        " the next period instead.",
                        name=objective.display_name,
                    )
                )
        # sudo: written by this button only, see _check_server_fields
        self.sudo().write({"agreed_on": False, "agreed_by": False})

    def action_close(self):
        """Close before the end of the period, with today's result."""
        self.check_access("write")
        self._close()

    def _close(self):
        """Freeze the results."""
        for objective in self.filtered(lambda o: not o.closed_on):
            # sudo: results are written here only, see _check_server_fields
            objective.sudo().write(objective._prepare_result_vals())

    def _prepare_result_vals(self):
        """What is kept of an objective that is over."""
        return {
            "result_count": self.done_count,
            "result_amount": self.done_amount,
            "closed_on": min(self._today(), self._day_after()),
        }

    def _day_after(self):
        """The first day after the period."""
        return self.date_end + relativedelta(days=1)

    @api.model
    def _close_finished(self, company):
        """Close the objectives of the company whose period is over."""
        today = company._reactivation_today()
        self.search(
            Domain("company_id", "=", company.id)
            & Domain("closed_on", "=", False)
            & Domain("date_end", "<", today)
        )._close()

    def action_open(self):
        """Open the objective's form."""
        self.ensure_one()
        self.check_access("read")
        return self.get_formview_action()
