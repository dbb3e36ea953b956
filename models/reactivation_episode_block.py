from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import formatLang

MANAGERS = "sales_team.group_sale_manager"
#: Answers to “Did we stop selling to them ourselves?” that mean yes.
STOPPED = ("unpaid", "other")
#: Reasons by which a manager lets a card go in spite of a block -> its signature.
LIFTS = {
    "overdue_lift_reason": "overdue_lifted",
    "stopped_lift_reason": "stopped_lifted",
}


class ReactivationEpisode(models.Model):
    """What blocks a Go: money that is overdue, our own decision to stop selling.

    A sales manager lifts a block for one card, with a reason; who and when is written
    by the server.
    """

    _inherit = "reactivation.episode"

    overdue_lift_reason = fields.Char(
        string="Go in Spite of Overdue Invoices, Because",
        tracking=True,
        help="Filled in by a sales manager. When it is emptied, overdue invoices block"
        " again.",
    )
    overdue_lifted_by = fields.Many2one("res.users", readonly=True, ondelete="set null")
    overdue_lifted_on = fields.Date(readonly=True)
    stopped_lift_reason = fields.Char(
        string="Sell to Them Again, Because",
        tracking=True,
        help="Filled in by a sales manager. When it is emptied, our own decision to"
        " stop selling blocks again.",
    )
    stopped_lifted_by = fields.Many2one("res.users", readonly=True, ondelete="set null")
    stopped_lifted_on = fields.Date(readonly=True)
    accounts_light = fields.Selection(
        [
            ("green", "Nothing overdue"),
            ("amber", "Look at it"),
            ("red", "Overdue"),
        ],
        string="Accounts",
        compute="_compute_blocks",
        help="Red: more is overdue than the company accepts, which blocks Go. Amber:"
        " less, or accounting marks the customer as a bad debtor.",
    )
    accounts_text = fields.Char(compute="_compute_blocks")
    go_blocked_text = fields.Text(
        string="What Blocks Go",
        compute="_compute_blocks",
        help="One sentence for each thing that blocks Go.",
    )
    lifted_text = fields.Text(
        string="Blocks Lifted", compute="_compute_blocks", help="By whom, when and why."
    )

    def write(self, vals):
        self._check_workable(vals)
        lifted = LIFTS.keys() & vals.keys()
        if any(vals[name] for name in lifted) or self._takes_back_stop(vals):
            self._check_may_lift()
        result = super().write(vals)
        for name in lifted:
            self._sign(LIFTS[name], bool(vals[name]))
        return result

    def _takes_back_stop(self, vals):
        """Whether these values deny that we stopped selling, which somebody said."""
        return vals.get("stopped_by_us", "other") not in STOPPED and any(
            card.stopped_by_us in STOPPED for card in self
        )

    def _check_may_lift(self):
        """Lifting a block is for managers.

        :raise AccessError: the user is none
        """
        if not (self.env.su or self.env.user.has_group(MANAGERS)):
            raise AccessError(
                self.env._(
                    "Only sales managers lift what blocks a Go. Ask yours, and say why"
                    " this customer is worth it."
                )
            )

    def _is_stopped(self):
        """Whether we stopped selling ourselves and nobody has lifted that."""
        self.ensure_one()
        return self.stopped_by_us in STOPPED and not self.stopped_lift_reason

    def _exceeds_overdue_limit(self):
        """Whether more is overdue than the company accepts."""
        self.ensure_one()
        limit = self.company_id.sudo().reactivation_overdue_limit  # sudo: a setting
        return (
            self.company_id.currency_id.compare_amounts(self.overdue_amount, limit) > 0
        )

    def _owes_too_much(self):
        """Whether overdue invoices block a Go and nobody has lifted that."""
        self.ensure_one()
        return self._exceeds_overdue_limit() and not self.overdue_lift_reason

    def _go_obstacles(self):
        """What blocks a Go of this card, one sentence each; extend it with more.

        The one truth for the button, for writing ``decision`` and for the screen.
        """
        self.ensure_one()
        obstacles = []
        if self._is_stopped():
            obstacles.append(
                self.env._(
                    "we stopped selling to them ourselves (%(signature)s)",
                    signature=self._signature_in_words(
                        self.stopped_answered_by, self.stopped_answered_on
                    ),
                )
            )
        if self._owes_too_much():
            obstacles.append(self._tell_overdue())
        return obstacles

    def _tell_overdue(self):
        company = self.company_id
        limit = company.sudo().reactivation_overdue_limit  # sudo: a setting
        if not limit:
            return self.overdue_text
        return self.env._(
            "%(overdue)s, more than the %(limit)s that the company accepts",
            overdue=self.overdue_text,
            limit=formatLang(self.env, limit, currency_obj=company.currency_id),
        )

    @api.depends(
        "stopped_by_us",
        "stopped_answered_on",
        "stopped_lift_reason",
        "overdue_lift_reason",
        "overdue_amount",
        "overdue_text",
        "company_id.reactivation_overdue_limit",
    )
    @api.depends_context("lang")
    def _compute_blocks(self):
        for card in self:
            bad = card._is_bad_debtor()
            card.accounts_light = (
                "red"
                if card._exceeds_overdue_limit()
                else "amber"
                if card.overdue_amount or bad
                else "green"
            )
            texts = [card.overdue_text or self.env._("Nothing overdue")]
            if bad:
                texts.append(self.env._("a bad debtor, accounting says"))
            card.accounts_text = ", ".join(texts)
            card.go_blocked_text = "\n".join(card._go_obstacles())
            card.lifted_text = "\n".join(card._lifts_in_words())

    def _is_bad_debtor(self):
        """What accounting thinks of the customer, see its *degree of trust*."""
        self.ensure_one()
        # sudo: one word of the accounting data, for whoever reads the card
        return self.partner_id.sudo().with_company(self.company_id).trust == "bad"

    def _lifts_in_words(self):
        self.ensure_one()
        texts = {
            "overdue_lift_reason": self.env._("Overdue invoices do not block"),
            "stopped_lift_reason": self.env._("Our own decision does not block"),
        }
        return [
            self.env._(
                "%(block)s: %(reason)s (%(signature)s)",
                block=text,
                reason=self[name],
                signature=self._signature_in_words(
                    self[f"{LIFTS[name]}_by"], self[f"{LIFTS[name]}_on"]
                ),
            )
            for name, text in texts.items()
            if self[name]
        ]

    def action_lift_blocks(self):
        """Ask a manager why this card may go in spite of what blocks it."""
        self.ensure_one()
        view = self.env.ref("crm_reactivation.reactivation_episode_view_form_lift")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Allow a Go for %(name)s", name=self.display_name),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(view.id, "form")],
            "target": "new",
        }
