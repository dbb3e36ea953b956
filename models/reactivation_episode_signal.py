from babel.dates import format_skeleton

from odoo import api, fields, models
from odoo.tools import SQL, ormcache
from odoo.tools.misc import babel_locale_parse, get_lang

from ..queries import signals

#: Fields with the last day of each of ``signals.REACTIONS``, in words.
REACTION_FIELDS = ("mail_opened_text", "mail_clicked_text", "mail_answered_text")


class ReactivationEpisode(models.Model):
    """The customer's last sign of interest, short enough for the card.

    It says when to call; the resistance never depends on it.
    """

    _inherit = "reactivation.episode"

    last_signal_text = fields.Char(
        string="Last Signal",
        compute="_compute_last_signal_text",
        help="The last sign of interest and its day: opened, clicked, visited…",
    )
    mail_opened_text = fields.Char(
        string="E-mail Opened",
        compute="_compute_mail_reactions",
        help="Of all mailings and campaigns sent to the customer's contacts. Some"
        " mail programs open by themselves, others never say so.",
    )
    mail_clicked_text = fields.Char(
        string="Link Clicked", compute="_compute_mail_reactions"
    )
    mail_answered_text = fields.Char(
        string="E-mail Answered", compute="_compute_mail_reactions"
    )

    @api.depends("last_signal_kind", "last_signal_date")
    @api.depends_context("lang")
    def _compute_last_signal_text(self):
        catalogue = self.env["reactivation.signal"]._catalogue()
        lang_code = get_lang(self.env).code
        year_of = {
            company: company._reactivation_today().year for company in self.company_id
        }
        for card in self:
            signal = catalogue.get(card.last_signal_kind)
            card.last_signal_text = signal and self.env._(
                "%(signal)s %(day)s",
                signal=signal.badge or signal.label,
                day=self._short_day(
                    lang_code, card.last_signal_date, year_of[card.company_id]
                ),
            )

    @api.depends("partner_id", "company_id")
    @api.depends_context("lang")
    def _compute_mail_reactions(self):
        """The last open, click and answer; nothing at all for who was never mailed."""
        never = self.env._("Never")
        lang_code = get_lang(self.env).code
        self.env.flush_all()
        for company, cards in self.grouped("company_id").items():
            year = company._reactivation_today().year
            scope = SQL("contact.commercial_partner_id = ANY(%s)", cards.partner_id.ids)
            rows = self.env.execute_query(
                signals.reactions(company._reactivation_tz(), scope)
            )
            days_of = {partner_id: days for partner_id, *days in rows}
            for card in cards:
                days = days_of.get(card.partner_id.id)
                for position, name in enumerate(REACTION_FIELDS):
                    day = days and days[position]
                    card[name] = days and (
                        self._short_day(lang_code, day, year) if day else never
                    )

    def action_note_signal(self):
        """Open the dialog to note what no app sees about the customer of this card."""
        self.ensure_one()
        self.check_access("read")
        view = self.env.ref("crm_reactivation.reactivation_observation_view_form_note")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Note a signal: %(name)s", name=self.display_name),
            "res_model": "reactivation.observation",
            "views": [(view.id, "form")],
            "target": "new",
            "context": {
                "default_partner_id": self.partner_id.id,
                "default_company_id": self.company_id.id,
            },
        }

    @ormcache("lang_code", "day", "this_year")
    def _short_day(self, lang_code, day, this_year):
        """Day and month, with the year unless it is this one: "3 May"; kept."""
        skeleton = "MMMd" if day.year == this_year else "yMMMd"
        locale = babel_locale_parse(lang_code)
        return format_skeleton(skeleton, day, locale=locale)
