from odoo import api, fields, models


class ReactivationSharingProposal(models.TransientModel):
    """Cards go to those who are trained to work them, if the manager says so.

    Not when cards go to the customers' own salespeople: who knows the customer stays.
    """

    _inherit = "reactivation.sharing.proposal"

    skill_rule = fields.Selection(
        [
            ("any", "Anybody"),
            ("hard", "Hard cards to trained ones"),
            ("known", "Leave out unknown ones"),
            ("trained", "Trained ones only"),
        ],
        string="Win-Back Skill",
        required=True,
        default="any",
        help="Hard cards: those in a category that begins later than today, such as"
        " 6-18 months. Skills are noted under CRM > Reporting > Win-back skills.",
    )

    def _skills(self):
        """Dict user -> skill of those the cards are shared out among."""
        users = self.user_ids._origin
        return self.env["reactivation.skill"]._levels(self.company_id, users)

    def _facts(self):
        facts, cards = super()._facts()
        if self.method == "keep" or self.skill_rule == "any":
            return facts, cards
        levels = {user.id: level for user, level in self._skills().items()}
        enough = ("trained", "to_train") if self.skill_rule == "known" else ("trained",)
        skilled = frozenset(user for user in levels if levels[user] in enough)
        hard = set(cards.filtered("category_id.horizon_from").ids)
        facts = [
            fact
            if self.skill_rule == "hard" and fact.id not in hard
            else fact._replace(allowed=fact.allowed & skilled)
            for fact in facts
        ]
        return facts, cards

    def _nobody_words(self):
        if self.method == "keep" or self.skill_rule == "any":
            return super()._nobody_words()
        return self.env._("nobody chosen who may get them has the skill asked for")

    def _lines(self, rows, cards, loads):
        lines = super()._lines(rows, cards, loads)
        skills = self._skills()
        level = self.env["reactivation.skill"]._fields["level"]
        words = dict(level._description_selection(self.env))
        for line in lines:
            skill = skills.get(line["user"])
            # that nobody noted a skill matters only to who asks for one
            told = skill != "unknown" or self.skill_rule != "any"
            line["skill"] = told and words.get(skill)
        return lines

    @api.depends("skill_rule")
    def _compute_fingerprint(self):
        return super()._compute_fingerprint()

    @api.depends("skill_rule")
    def _compute_preview(self):
        return super()._compute_preview()
