from markupsafe import Markup

from odoo import fields, models

#: Refused cards that are named one by one.
NAMED_REFUSALS = 8


class ReactivationEpisode(models.Model):
    """What follows a decision: the call after a Go, the day to revisit after a No-Go.

    Nothing is planned twice: a card has one planned call at most, and one revisit.
    """

    _inherit = "reactivation.episode"

    def _follow_decision(self):
        """Plan what the decisions ask for, and cancel what they end."""
        self._planned_revisits().unlink()
        going = self.filtered(lambda card: card.decision == "go")
        put_off = self.filtered(lambda card: card.decision == "no_go")
        put_off._cancel(put_off._planned_calls(), self.env._("No-Go was decided."))
        undecided = self - going - put_off
        undecided._cancel(
            undecided._planned_calls(), self.env._("The decision was taken back.")
        )
        going._plan_calls()
        put_off._plan_revisits()

    def _planned_calls(self):
        """The calls that are planned about these cards."""
        return self.activity_ids.filtered(
            lambda activity: activity.activity_type_id.category == "phonecall"
        )

    def _planned_revisits(self):
        """The reminders to decide again."""
        # not the record: ``env.ref`` asks the database each time, and a board asks this
        # of each of its cards
        kind_id = self.env["ir.model.data"]._xmlid_to_res_id(
            "crm_reactivation.activity_type_revisit", raise_if_not_found=False
        )
        return self.activity_ids.filtered(
            lambda activity: kind_id and activity.activity_type_id.id == kind_id
        )

    def _revisit_type(self):
        return self.env.ref(
            "crm_reactivation.activity_type_revisit", raise_if_not_found=False
        )

    def _call_type(self):
        """The activity type *Call*, or another one for telephone calls."""
        call = self.env.ref("mail.mail_activity_data_call", raise_if_not_found=False)
        return call or self.env["mail.activity.type"].search(
            [("category", "=", "phonecall")], limit=1
        )

    def _plan_calls(self):
        """Plan the owner's call about each card that has an owner and no call yet."""
        busy = self.browse(self._planned_calls().mapped("res_id"))
        cards = (self - busy).filtered(lambda card: card._active_owner())
        contacts = cards._contacts()
        cards._plan(
            self._call_type(),
            lambda card: card._prepare_call_vals(contacts[card.id]),
        )

    def _prepare_call_vals(self, contact):
        """Whom to call, on which number, until when."""
        self.ensure_one()
        days = self.company_id.sudo().reactivation_go_days  # sudo: a setting
        who = contact.name or self.partner_id.name
        if contact.phone:
            summary = self.env._(
                "Call %(name)s, %(phone)s", name=who, phone=contact.phone
            )
            line = Markup("%s: %s")
            note = line % (contact.display_name, contact.phone)
        else:
            summary = self.env._("Call %(name)s", name=who)
            note = self.env._("No phone number is known: find one first.")
        return {
            "summary": summary,
            "note": note,
            "date_deadline": fields.Date.add(
                self.company_id._reactivation_today(), days=days
            ),
        }

    def _plan_revisits(self):
        """Remind the owner of each card on the day it is to be decided again."""
        self.filtered(lambda card: card._active_owner())._plan(
            self._revisit_type(),
            lambda card: {
                "summary": card.env._("Decide again: Go or No-Go"),
                "note": card.decision_reason_id.name,
                "date_deadline": card.revisit_on,
            },
        )

    def _plan(self, kind, prepare):
        """Create an activity about each card for its owner, all at once.

        No mail for each: people find them in their activities.

        :param kind: ``mail.activity.type``
        :param prepare: function (card, in its owner's language) -> values
        """
        model_id = self.env["ir.model"]._get_id(self._name)
        self.env["mail.activity"].with_context(mail_activity_quick_update=True).create(
            [
                {
                    "res_model_id": model_id,
                    "res_id": card.id,
                    "activity_type_id": kind.id if kind else False,
                    "user_id": card.user_id.id,
                    **prepare(card.with_context(lang=card.user_id.lang)),
                }
                for card in self
            ]
        )

    # ------------------------------------------------------------------
    # WHAT HAPPENED, IN WORDS
    # ------------------------------------------------------------------

    def _tell_ownerless(self):
        """Say that nobody was given the call, when the card has no salesperson."""
        self.ensure_one()
        if self._active_owner():
            return True
        return self._tell(
            self.env._(
                "Go for %(customer)s. Nobody was given the call: the card has no"
                " salesperson. Assign it to somebody.",
                customer=self.partner_id.display_name,
            ),
            "warning",
        )

    def _tell_decided(self, refusals):
        """How many cards were decided, which were not and why.

        :param refusals: one sentence for each card that was refused
        """
        lines = [self.env._("Cards decided: %(count)s.", count=len(self))]
        ownerless = self.filtered(
            lambda card: card.decision == "go" and not card._active_owner()
        )
        if ownerless:
            lines.append(
                self.env._(
                    "Without a salesperson, so that nobody was given the call:"
                    " %(customers)s.",
                    customers=", ".join(ownerless.mapped("partner_id.display_name")),
                )
            )
        if refusals:
            lines.append(self.env._("Refused: %(count)s.", count=len(refusals)))
            lines += refusals[:NAMED_REFUSALS]
        if len(refusals) > NAMED_REFUSALS:
            lines.append(
                self.env._("… and %(count)s more", count=len(refusals) - NAMED_REFUSALS)
            )
        return self._tell(" ".join(lines), "warning" if refusals else "success")

    def _tell(self, message, kind):
        """Show a message, and the cards as they are now."""
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "message": message,
                "type": kind,
                "sticky": kind == "warning",
                "next": {"type": "ir.actions.act_window_close"},
            },
        }
