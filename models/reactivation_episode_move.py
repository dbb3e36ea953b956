from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_date


class ReactivationEpisode(models.Model):
    """Moving a card: who, when, why, and back again.

    A drop decides the category (``decided_category_id``) and never touches the computed
    one.  The reason may be given later; the card says so until then.
    """

    _inherit = "reactivation.episode"

    move_reason_id = fields.Many2one(
        "reactivation.reason",
        string="Why Moved",
        domain="[('kind', '=', 'move')]",
        ondelete="restrict",
        tracking=True,
    )
    move_note = fields.Char(string="Why Moved, in Own Words", tracking=True)
    move_reason_missing = fields.Boolean(
        string="Reason Missing",
        compute="_compute_move_reason_missing",
        store=True,
        help="The card was moved and nobody has said why yet.",
    )
    moved_by = fields.Many2one("res.users", readonly=True, ondelete="set null")
    moved_on = fields.Date(readonly=True)
    previous_decided_category_id = fields.Many2one(
        "reactivation.category",
        string="Category Decided Before",
        readonly=True,
        ondelete="set null",
    )
    move_before = fields.Json(
        readonly=True, help="What undoing the last move brings back."
    )
    can_undo_move = fields.Boolean(compute="_compute_can_undo_move")
    critical_need = fields.Char(
        tracking=True,
        help="What broke where they buy, so that it is worth working them now: a"
        " shortage, a recall, a change of owner.",
    )
    critical_need_date = fields.Date(
        string="Critical Need Since", tracking=True, help="When the need came up."
    )

    @api.depends("decided_category_id", "move_reason_id", "move_note")
    def _compute_move_reason_missing(self):
        for card in self:
            card.move_reason_missing = card.decided_category_id and not (
                card.move_reason_id or card.move_note
            )

    @api.depends("move_before", "state", "can_work")
    def _compute_can_undo_move(self):
        for card in self:
            card.can_undo_move = (
                card.move_before and card.state == "open" and card.can_work
            )

    @api.constrains("move_reason_id")
    def _check_move_reason(self):
        for card in self:
            reason = card.move_reason_id
            if reason and reason.kind != "move":
                raise ValidationError(
                    self.env._(
                        "“%(reason)s” is no reason for moving a card. Choose one from"
                        " the list of move reasons.",
                        reason=reason.name,
                    )
                )

    @api.constrains("critical_need", "critical_need_date")
    def _check_critical_need(self):
        for card in self:
            if bool(card.critical_need) != bool(card.critical_need_date):
                raise ValidationError(
                    self.env._(
                        "The critical need of %(customer)s takes both a text and the"
                        " day it came up. Fill in the other one, or empty both.",
                        customer=card.partner_id.display_name,
                    )
                )

    @api.onchange("critical_need")
    def _onchange_critical_need(self):
        if not self.critical_need:
            self.critical_need_date = False
        elif not self.critical_need_date:
            self.critical_need_date = fields.Date.context_today(self)

    # ------------------------------------------------------------------
    # MOVES
    # ------------------------------------------------------------------

    def write(self, vals):
        self._check_workable(vals)
        if "category_id" in vals:
            # a drop on the board decides
            vals = {**vals, "decided_category_id": vals["category_id"]}
            del vals["category_id"]
        if "decided_category_id" not in vals:
            return super().write(vals)
        memories = [(card, card._prepare_move_memory(vals)) for card in self]
        # the reason of the last move is not the reason of this one
        result = super().write({"move_reason_id": False, "move_note": False, **vals})
        for card, memory in memories:
            # sudo: nobody signs for somebody else
            card.sudo().write(memory)
        return result

    def _prepare_move_memory(self, vals):
        """What is remembered of a move: who, when, and what undoing brings back."""
        self.ensure_one()
        decided = bool(vals["decided_category_id"])
        return {
            "moved_by": decided and self.env.uid,
            "moved_on": decided and self.company_id._reactivation_today(),
            "previous_decided_category_id": self.decided_category_id.id,
            "move_before": {
                "decided_category_id": self.decided_category_id.id,
                "move_reason_id": self.move_reason_id.id,
                "move_note": self.move_note,
                "moved_by": self.moved_by.id,
                "moved_on": fields.Date.to_string(self.moved_on) or False,
            },
        }

    def action_undo_move(self):
        """Bring back what was decided before the last move, and why.

        :raise UserError: there is nothing to undo
        """
        for card in self:
            if not card.move_before:
                raise UserError(
                    self.env._(
                        "The card of %(customer)s was not moved since its last undo:"
                        " there is nothing to take back.",
                        customer=card.partner_id.display_name,
                    )
                )
            before = card.move_before
            names = ("decided_category_id", "move_reason_id", "move_note")
            card.write({name: before[name] for name in names})
            # sudo: see write; the move before was signed when it was made
            card.sudo().write(
                {
                    "moved_by": before["moved_by"],
                    "moved_on": before["moved_on"],
                    "previous_decided_category_id": False,
                    "move_before": False,
                }
            )
        return True

    def move_warning(self, category_id):
        """What moving the card to a category would upset, in one sentence.

        :return: the sentence, or False when nothing speaks against the move
        """
        self.ensure_one()
        category = self.env["reactivation.category"].browse(category_id)
        planned = self._planned_things()
        if not category.critical_need_only or self.critical_need or not planned:
            return False
        return self.env._(
            "“%(category)s” is for customers to be left alone until a critical need"
            " comes up, but this is planned for %(customer)s: %(planned)s. Steps of"
            " campaigns are cancelled by the move; cancel activities yourself. If there"
            " is a critical need, record it first.",
            category=category.name,
            customer=self.partner_id.display_name,
            planned=", ".join(planned),
        )

    def _planned_things(self):
        """What is planned for the customer, in words; extend it with other plans."""
        self.ensure_one()
        return [
            self.env._(
                "%(activity)s on %(date)s",
                activity=activity.summary or activity.activity_type_id.name,
                date=format_date(self.env, activity.date_deadline),
            )
            for activity in self.activity_ids
        ]

    def _is_left_alone(self):
        """Whether campaigns and objectives leave this customer alone for now."""
        self.ensure_one()
        return self.category_id.critical_need_only and not self.critical_need
