from odoo import api, fields, models
from odoo.tools import SQL, format_date

from .reactivation_episode_block import STOPPED

#: What is to be looked at before deciding; each tick is signed by the server.
CHECKS = ("history_read", "past_checked", "accounts_checked", "colleagues_asked")


class ReactivationEpisode(models.Model):
    """Preparing a decision: four checks, why the customer stopped, and who stopped.

    Each tick and answer carries who and when, written by the server.
    """

    _inherit = "reactivation.episode"

    history_read = fields.Boolean(help="Orders, quotations, messages: read them.")
    history_read_by = fields.Many2one("res.users", readonly=True, ondelete="set null")
    history_read_on = fields.Date(readonly=True)
    past_checked = fields.Boolean(
        string="Painful Past Looked At",
        help="Whatever hurt them is known, and there is an answer to it.",
    )
    past_checked_by = fields.Many2one("res.users", readonly=True, ondelete="set null")
    past_checked_on = fields.Date(readonly=True)
    accounts_checked = fields.Boolean(
        help="Nothing is unpaid, or accounting was asked."
    )
    accounts_checked_by = fields.Many2one(
        "res.users", readonly=True, ondelete="set null"
    )
    accounts_checked_on = fields.Date(readonly=True)
    colleagues_asked = fields.Boolean(help="Whoever knows them was asked.")
    colleagues_asked_by = fields.Many2one(
        "res.users", readonly=True, ondelete="set null"
    )
    colleagues_asked_on = fields.Date(readonly=True)
    checks_left = fields.Integer(compute="_compute_checks", aggregator=None)
    history_read_text = fields.Char(compute="_compute_checks")
    past_checked_text = fields.Char(compute="_compute_checks")
    accounts_checked_text = fields.Char(compute="_compute_checks")
    colleagues_asked_text = fields.Char(compute="_compute_checks")

    reason_id = fields.Many2one(
        "reactivation.reason",
        string="Why Inactive",
        domain="[('kind', '=', 'inactivity')]",
        ondelete="restrict",
        index="btree_not_null",
        tracking=True,
        help="Why the customer stopped ordering, as far as anybody knows.",
    )
    stopped_by_us = fields.Selection(
        [
            ("no", "No"),
            ("unpaid", "Yes: unpaid invoices"),
            ("other", "Yes: another reason"),
            ("unknown", "Not known"),
        ],
        string="Did We Stop Selling to Them Ourselves?",
        tracking=True,
        help="Yes blocks Go until a sales manager lifts it.",
    )
    stopped_answered_by = fields.Many2one(
        "res.users", readonly=True, ondelete="set null"
    )
    stopped_answered_on = fields.Date(readonly=True)
    stopped_text = fields.Char(compute="_compute_checks")

    # ------------------------------------------------------------------
    # SIGNATURES
    # ------------------------------------------------------------------

    def write(self, vals):
        self._check_workable(vals)
        if "stopped_by_us" in vals:
            vals = self._prepare_stopped_vals(vals)
        result = super().write(vals)
        if "stopped_by_us" in vals:
            self._sign("stopped_answered", bool(vals["stopped_by_us"]))
            self._forget_own_decision()
        for name in vals.keys() & set(CHECKS):
            self._sign(name, vals[name])
        return result

    def _sign(self, name, signed):
        """Write who did something and when, or that nobody did.

        :param name: the fields are called like this, with ``_by`` and ``_on``
        """
        for company, cards in self.grouped("company_id").items():
            # sudo: nobody signs for somebody else
            cards.sudo().write(
                {
                    f"{name}_by": signed and self.env.uid,
                    f"{name}_on": signed and company._reactivation_today(),
                }
            )

    def _own_decision(self):
        """The inactivity reason “our own decision”, unless somebody deleted it."""
        return self.env.ref(
            "crm_reactivation.reason_inactivity_own_decision", raise_if_not_found=False
        )

    def _prepare_stopped_vals(self, vals):
        """A yes sets the inactivity reason; what was lifted before blocks again."""
        vals = {"stopped_lift_reason": False, **vals}
        if vals["stopped_by_us"] in STOPPED and (reason := self._own_decision()):
            vals = {"reason_id": reason.id, **vals}
        return vals

    def _forget_own_decision(self):
        """Whoever takes the yes back takes that reason back, and no other."""
        own_decision = self._own_decision()
        forgetting = self.filtered(
            lambda card: (
                card.stopped_by_us not in STOPPED
                and card.reason_id
                and card.reason_id == own_decision
            )
        )
        if forgetting:
            forgetting.reason_id = False

    @api.depends(
        *CHECKS,
        *(f"{name}_on" for name in CHECKS),
        "stopped_by_us",
        "stopped_answered_on",
    )
    @api.depends_context("lang")
    def _compute_checks(self):
        for card in self:
            card.checks_left = sum(not card[name] for name in CHECKS)
            for name in CHECKS:
                card[f"{name}_text"] = card[name] and card._signature_in_words(
                    card[f"{name}_by"], card[f"{name}_on"]
                )
            card.stopped_text = card.stopped_by_us and card._signature_in_words(
                card.stopped_answered_by, card.stopped_answered_on
            )

    def _signature_in_words(self, user, day):
        if not day:
            return False  # ticked on the form, signed when that is saved
        # sudo: a colleague's name
        return self.env._(
            "%(user)s on %(date)s",
            user=user.sudo().name or self.env._("somebody"),
            date=format_date(self.env, day),
        )

    def _untouched_expression(self):
        return SQL(
            "%s AND card.stopped_by_us IS NULL AND card.reason_id IS NULL AND NOT (%s)",
            super()._untouched_expression(),
            SQL(" OR ").join(
                SQL("COALESCE(%s, FALSE)", SQL.identifier("card", name))
                for name in CHECKS
            ),
        )
