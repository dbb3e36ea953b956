from odoo import fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_date

#: What a person writes of a decision.
DECISION_FIELDS = {"decision", "decision_reason_id", "revisit_on"}
#: What the engine recommended, as it is kept with the decision.
RECOMMENDED = ("invest_now", "invest_text", "invest_reasons")
#: Months after which a No-Go is looked at again, unless somebody says otherwise.
REVISIT_MONTHS = 3


class ReactivationEpisode(models.Model):
    """Go or No-Go: who decided what, when, why, and until when.

    The button, the dialog, the toolbar and a script all end in :meth:`write`, so the
    same checks hold for all of them; what follows is in
    ``reactivation_episode_decision_flow.py``.
    """

    _inherit = "reactivation.episode"

    decision_reason_id = fields.Many2one(
        "reactivation.reason",
        string="Why No-Go",
        domain="[('kind', '=', 'no_go')]",
        ondelete="restrict",
        tracking=True,
    )
    decision_note = fields.Char(string="Note on the Decision")
    revisit_on = fields.Date(
        tracking=True,
        help="A No-Go comes back to the board on this day, to be decided again.",
    )
    decision_by = fields.Many2one(
        "res.users", string="Decided By", readonly=True, ondelete="set null"
    )
    decision_on = fields.Date(string="Decided On", readonly=True)
    decision_differs = fields.Boolean(
        string="Decided Otherwise",
        readonly=True,
        help="Decided against what “Invest now?” recommended at that moment.",
    )
    decision_ids = fields.One2many(
        "reactivation.decision",
        "episode_id",
        string="Decisions So Far",
        readonly=True,
    )

    def write(self, vals):
        if not DECISION_FIELDS & vals.keys():
            return super().write(vals)
        self._check_workable(vals)
        if "decision" not in vals:
            return self._correct_no_go(vals)
        changing = self
        if vals["decision"] != "no_go":
            # a second Go is no second decision
            changing = self.filtered(lambda card: card.decision != vals["decision"])
        for card in changing:
            card._check_decision(vals)
        recommended = {
            card.id: tuple(card[name] for name in RECOMMENDED) for card in changing
        }
        rest = vals.keys() - DECISION_FIELDS - {"decision_note"}
        if rest:
            super().write({name: vals[name] for name in rest})
        if changing:
            super(ReactivationEpisode, changing).write(changing._prepare_decision(vals))
            changing._sign("decision", vals["decision"] != "none")
            changing._remember_decision(recommended)
            changing._follow_decision()
        return True

    def _correct_no_go(self, vals):
        """Another reason or another day: the No-Go is decided again.

        :raise UserError: a card has no No-Go
        """
        for card in self:
            if card.decision != "no_go":
                card._check_decision({"decision": card.decision, **vals})
            card.write(
                {
                    "decision": "no_go",
                    "decision_reason_id": card.decision_reason_id.id,
                    "decision_note": card.decision_note,
                    "revisit_on": card.revisit_on,
                    **vals,
                }
            )
        return True

    def _check_decision(self, vals):
        """A decision that may be taken, with what it needs.

        :raise UserError: card closed, Go blocked, reason missing, or day in the past
        :raise ValidationError: the reason is none for a No-Go
        """
        self.ensure_one()
        name = self.partner_id.display_name
        if self.state != "open":
            raise UserError(
                self.env._(
                    "The card of %(customer)s is closed: what was decided is history"
                    " and stays.",
                    customer=name,
                )
            )
        if vals["decision"] == "no_go":
            self._check_no_go(vals)
        elif {"decision_reason_id", "revisit_on"} & vals.keys():
            raise UserError(
                self.env._(
                    "A reason and a day to revisit belong to a No-Go, and nobody has"
                    " decided one for %(customer)s. Use the action No-Go.",
                    customer=name,
                )
            )
        elif vals["decision"] == "go" and (obstacles := self._go_obstacles()):
            raise UserError(self._refusal_of_go(obstacles))

    def _refusal_of_go(self, obstacles):
        return self.env._(
            "No Go for %(customer)s yet: %(obstacles)s. A sales manager can lift this"
            " on the page Preparation of the card.",
            customer=self.partner_id.display_name,
            obstacles="; ".join(obstacles),
        )

    def _check_no_go(self, vals):
        """A No-Go needs a reason of its list, and a day that is still to come."""
        self.ensure_one()
        name = self.partner_id.display_name
        reason = self.decision_reason_id.browse(vals.get("decision_reason_id") or [])
        if not reason:
            raise UserError(
                self.env._(
                    "No-Go for %(customer)s needs a reason. Use the action No-Go on"
                    " the card and choose one.",
                    customer=name,
                )
            )
        if reason.kind != "no_go":
            raise ValidationError(
                self.env._(
                    "“%(reason)s” is no reason for a No-Go. Choose one from the list of"
                    " No-Go reasons.",
                    reason=reason.name,
                )
            )
        day = fields.Date.to_date(vals.get("revisit_on"))
        if day and day <= self.company_id._reactivation_today():
            raise UserError(
                self.env._(
                    "%(customer)s cannot be revisited on %(date)s: choose a day after"
                    " today.",
                    customer=name,
                    date=format_date(self.env, day),
                )
            )

    def _prepare_decision(self, vals):
        """The decision with all that belongs to it; nothing stays from the last one."""
        decision = vals["decision"]
        values = {
            "decision": decision,
            "decision_note": vals.get("decision_note"),
            "decision_reason_id": False,
            "revisit_on": False,
        }
        if decision == "no_go":
            values["decision_reason_id"] = vals["decision_reason_id"]
            values["revisit_on"] = vals.get("revisit_on") or self._default_revisit_on()
        return values

    def _default_revisit_on(self):
        """Day on which a No-Go is decided again, unless somebody says otherwise."""
        company = self.company_id[:1] or self.env.company
        return fields.Date.add(company._reactivation_today(), months=REVISIT_MONTHS)

    # ------------------------------------------------------------------
    # WHAT WAS RECOMMENDED
    # ------------------------------------------------------------------

    def _remember_decision(self, recommended):
        """Keep the decisions just taken beside what was recommended."""
        entries = []
        for card in self:
            value, text, reasons = recommended[card.id]
            entries.append(
                {
                    "episode_id": card.id,
                    "category_id": card.category_id.id,
                    "decision": card.decision,
                    "user_id": self.env.uid,
                    "date": card.company_id._reactivation_today(),
                    "reason_id": card.decision_reason_id.id,
                    "note": card.decision_note,
                    "revisit_on": card.revisit_on,
                    "recommended": value,
                    "recommended_text": "\n".join(filter(None, [text, reasons])),
                }
            )
        # sudo: people read what was decided, and cannot make it up
        kept = self.env["reactivation.decision"].sudo().create(entries)
        for differs, same in kept.grouped("differs").items():
            same.episode_id.write({"decision_differs": differs})

    # ------------------------------------------------------------------
    # BUTTONS
    # ------------------------------------------------------------------

    def action_go(self):
        """Decide Go; of several cards, those that may, and say which could not.

        :raise UserError: the one card that was given is blocked, with what is missing
        """
        if len(self) == 1:
            self.decision = "go"
            return self._tell_ownerless()
        return self._decide_where_possible({"decision": "go"})

    def action_no_go(self):
        """Ask why not, and when to decide again."""
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("No-Go"),
            "res_model": "reactivation.no.go",
            "view_mode": "form",
            "target": "new",
            "context": {"default_episode_ids": self.ids},
        }

    def action_undecide(self):
        """Take the decision back; what was decided stays in the history."""
        self.write({"decision": "none"})
        return True

    def _decide_where_possible(self, vals):
        """Take a decision on each card that allows it; tell which do not, and why."""
        refusals = {}
        mine = self._filtered_access("write")
        for card in self:
            try:
                if card not in mine:
                    card._check_workable(vals)
                card._check_decision(vals)
            except UserError as error:
                refusals[card.id] = str(error)
        decided = self.filtered(lambda card: card.id not in refusals)
        decided.write(vals)
        return decided._tell_decided(list(refusals.values()))
