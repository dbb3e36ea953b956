from markupsafe import Markup

from odoo import api, models

#: Category of a planned activity -> channel of the script that helps with it.
CHANNELS = {"phonecall": "call", "meeting": "visit"}


class MailActivity(models.Model):
    """Calls and visits planned on a card carry the words that help with them."""

    _inherit = "mail.activity"

    @api.model_create_multi
    def create(self, vals_list):
        activities = super().create(vals_list)
        about_cards = activities.filtered(
            lambda activity: activity.res_model == "reactivation.episode"
            and activity.activity_type_id.category in CHANNELS
        )
        if about_cards:
            about_cards._add_script()
        return activities

    def _add_script(self):
        """Append what to say to the note, in the language of who will call."""
        qweb = self.env["ir.qweb"]
        for lang, activities in self.grouped(lambda a: a.user_id.lang).items():
            cards = self.env["reactivation.episode"].browse(activities.mapped("res_id"))
            cards = cards.with_context(lang=lang or self.env.lang)
            facts = cards._script_facts()
            by_column = {}  # scripts depend on it, not on the card
            for activity, card in zip(activities, cards, strict=True):
                channel = CHANNELS[activity.activity_type_id.category]
                column = (card.category_id, channel)
                if column not in by_column:
                    scripts = card.env["reactivation.script"]._for_card(card, channel)
                    by_column[column] = scripts.filtered(
                        lambda script: script.variant == "say"
                    )
                said = by_column[column]
                note = qweb._render(
                    "crm_reactivation.call_script",
                    {"lines": said[:1]._lines(facts[card])},
                )
                activity.note = (activity.note or Markup()) + note
