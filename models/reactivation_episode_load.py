from odoo import api, fields, models


class ReactivationEpisode(models.Model):
    """How many cards a salesperson has to work, and how many are too many.

    Only cards that can be worked now count: in a category with a score range that does
    not wait for a critical need.
    """

    _inherit = "reactivation.episode"

    card_limit_text = fields.Char(
        string="Too Many Cards",
        compute="_compute_card_limit_text",
        help="Filled when the salesperson has more cards to work than the company"
        " wants.",
    )

    @api.depends("user_id", "company_id", "category_id", "state")
    @api.depends_context("lang", "uid")
    def _compute_card_limit_text(self):
        loads = {
            (load["company_id"], load["user_id"]): load
            for load in self._loads(self.company_id)
        }
        for card in self:
            load = loads.get((card.company_id.id, card.user_id.id))
            card.card_limit_text = load and load["sentence"]

    @api.model
    def get_card_load(self):
        """Who has how many cards to work, those with most cards first.

        :return: list of dicts ``company_id``, ``user_id``, ``name``, ``count``,
            ``limit`` (0: none) and ``sentence`` (filled when there are too many); a
            salesperson reads the own line only
        """
        return self._loads(self.env.companies)

    @api.model
    def _loads(self, companies):
        groups = self._read_group(
            [
                ("company_id", "in", companies.ids),
                ("state", "=", "open"),
                ("user_id", "!=", False),
                ("category_id.is_scored", "=", True),
                ("category_id.critical_need_only", "=", False),
            ],
            ["company_id", "user_id"],
            ["__count"],
        )
        loads = [self._load(*group) for group in groups]
        return sorted(loads, key=lambda load: -load["count"])

    def _load(self, company, user, count):
        # sudo: a number of the settings
        limit = company.sudo().reactivation_card_limit
        sentence = False
        if limit and count > limit:
            sentence = self.env._(
                "%(user)s has %(count)s cards to work; more than %(limit)s are too many"
                " to be worked well. Choose the right ones, or share some out.",
                user=user.name,
                count=count,
                limit=limit,
            )
        return {
            "company_id": company.id,
            "user_id": user.id,
            "name": user.name,
            "count": count,
            "limit": limit,
            "sentence": sentence,
        }
