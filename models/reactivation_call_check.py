from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import format_date

from .reactivation_call import REACHED


class ReactivationCall(models.Model):
    """What a log has to say, and what it cannot say."""

    _inherit = "reactivation.call"

    @api.constrains("outcome_id", "inactivity_reason_id", "missing_id")
    def _check_kinds(self):
        for call in self:
            for name, kind in (
                ("outcome_id", "outcome"),
                ("inactivity_reason_id", "inactivity"),
                ("missing_id", "missing"),
            ):
                reason = call[name]
                if reason and reason.kind != kind:
                    raise ValidationError(
                        self.env._(
                            "“%(reason)s” is no choice for “%(field)s”: it is of"
                            " another list.",
                            reason=reason.name,
                            field=self._fields[name]._description_string(self.env),
                        )
                    )

    @api.constrains(
        "outcome_id", "solution_name", "change_reason", "better", "missing_id"
    )
    def _check_complete(self):
        for call in self:
            missing = [
                words
                for name, words in call._required_words().items()
                if not call._says(name)
            ]
            if missing:
                raise ValidationError(
                    self.env._(
                        "Fill in %(missing)s: that is what “%(outcome)s” of"
                        " %(customer)s teaches us.",
                        missing=", ".join(missing),
                        outcome=call.outcome_id.name,
                        customer=call.partner_id.display_name,
                    )
                )

    def _says(self, name):
        """Whether the field holds anything; blanks alone say nothing."""
        value = self[name]
        return bool(value.strip() if isinstance(value, str) else value)

    def _required_words(self):
        """Dict field name -> what it asks for, of the fields this outcome needs."""
        self.ensure_one()
        if self.effect != "other_solution":
            return {}
        return {
            "solution_name": self.env._("what they use now"),
            "change_reason": self.env._("why they changed"),
            "better": self.env._("what is better there"),
            "missing_id": self.env._("what is missing there"),
        }

    @api.constrains("outcome_id", "reached")
    def _check_reached(self):
        for call in self:
            if call.reached != REACHED.get(call.effect, call.reached):
                raise ValidationError(
                    self.env._(
                        "“%(outcome)s” tells whether %(customer)s was reached: leave"
                        " “Reached” as proposed, or choose another outcome.",
                        outcome=call.outcome_id.name,
                        customer=call.partner_id.display_name,
                    )
                )

    @api.constrains("contact_id")
    def _check_contact(self):
        for call in self:
            contact, customer = call.contact_id, call.partner_id
            if contact and contact.commercial_partner_id != customer:
                raise ValidationError(
                    self.env._(
                        "%(contact)s is no contact of %(customer)s. Choose one of that"
                        " customer's contacts, or create it there first.",
                        contact=contact.display_name,
                        customer=customer.display_name,
                    )
                )
            if contact and not contact.active:
                raise ValidationError(
                    self.env._(
                        "%(contact)s is archived: nobody can have spoken to that"
                        " contact. Choose another one, or restore it.",
                        contact=contact.display_name,
                    )
                )

    @api.constrains("date")
    def _check_date(self):
        for call in self:
            if call.date > fields.Datetime.now():
                raise ValidationError(
                    self.env._(
                        "A call with %(customer)s cannot be logged before it took"
                        " place. Plan an activity for %(date)s instead.",
                        customer=call.partner_id.display_name,
                        date=format_date(self.env, call.date),
                    )
                )

    @api.constrains("activity_id")
    def _check_activity(self):
        for call in self:
            # sudo: which record an activity is about; whoever works on the card may
            # have it done
            activity = call.activity_id.sudo()
            if activity and (activity.res_model, activity.res_id) != (
                call.episode_id._name,
                call.episode_id.id,
            ):
                raise ValidationError(
                    self.env._(
                        "“%(activity)s” is planned for something else than the card of"
                        " %(customer)s.",
                        activity=activity.display_name,
                        customer=call.partner_id.display_name,
                    )
                )
