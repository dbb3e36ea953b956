from collections import defaultdict

from markupsafe import Markup

from odoo import api, models

#: Category of a planned activity -> channel of the script that helps with it.
CHANNELS = {"phonecall": "call", "meeting": "visit"}


class MailActivity(models.Model):
    """Calls and visits planned on a card carry the words that help with them."""

    _inherit = "mail.activity"

    @api.model_create_multi
    def create(self, vals_list):
        # before they are made: a note is cleaned and written once, not twice
        vals_list = [self._add_missing_default_values(vals) for vals in vals_list]
        cards = self.env["ir.model"]._get_id("reactivation.episode")
        by_lang = defaultdict(list)
        for vals in vals_list:
            if vals.get("res_model_id") == cards and self._script_channel(vals):
                user = self.env["res.users"].browse(vals.get("user_id"))
                by_lang[user.lang].append(vals)
        for lang, ours in by_lang.items():
            self.with_context(lang=lang or self.env.lang)._add_script(ours)
        return super().create(vals_list)

    @api.model
    def _script_channel(self, vals):
        """Channel of the script that helps with such an activity, or nothing."""
        kind = self.env["mail.activity.type"].browse(vals.get("activity_type_id"))
        return CHANNELS.get(kind.category)

    @api.model
    def _add_script(self, vals_list):
        """Append what to say to the notes, in the language of the environment."""
        qweb = self.env["ir.qweb"]
        cards = self.env["reactivation.episode"].browse(
            vals["res_id"] for vals in vals_list
        )
        facts = cards._script_facts()
        by_column = {}  # scripts depend on it, not on the card
        for vals, card in zip(vals_list, cards, strict=True):
            column = (card.category_id, self._script_channel(vals))
            if column not in by_column:
                scripts = self.env["reactivation.script"]._for_card(card, column[1])
                by_column[column] = scripts.filtered(
                    lambda script: script.variant == "say"
                )
            said = by_column[column]
            note = qweb._render(
                "crm_reactivation.call_script",
                {"lines": said[:1]._lines(facts[card])},
            )
            vals["note"] = Markup(vals.get("note") or "") + note
