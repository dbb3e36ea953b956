from odoo import api, fields, models


class ReactivationAssessment(models.Model):
    """What the screens say about an assessment, in words; nothing here is stored."""

    _inherit = "reactivation.assessment"

    answered_text = fields.Char(
        string="Completeness in Words",
        compute="_compute_words",
        help="How many criteria were answered, and how many answers show no evidence.",
    )
    score_text = fields.Char(
        string="Resistance",
        compute="_compute_words",
        help="0 to 100, higher = harder to win back.",
    )
    reasons_text = fields.Text(
        string="What Puts It There",
        compute="_compute_words",
        help="The facts behind the category, the decisive ones first.",
    )
    breakdown_lines = fields.Json(
        compute="_compute_words",
        help="One entry per dimension: code, label, score or nothing, answered, asked,"
        " and the same in words.",
    )

    @api.depends(
        "score",
        "answered_count",
        "asked_count",
        "without_evidence_count",
        "reasons",
        "breakdown",
        "answer_ids.wording",
    )
    @api.depends_context("lang")
    def _compute_words(self):
        for assessment in self:
            assessment.answered_text = assessment._completeness_in_words()
            assessment.score_text = assessment._score_in_words()
            assessment.reasons_text = "\n".join(assessment._reasons_in_words())
            assessment.breakdown_lines = assessment._breakdown_in_words()

    def _completeness_in_words(self):
        self.ensure_one()
        sentence = self.env._(
            "%(answered)s of %(asked)s answered",
            answered=self.answered_count,
            asked=self.asked_count,
        )
        if not self.without_evidence_count:
            return sentence
        return self.env._(
            "%(completeness)s, %(count)s without evidence",
            completeness=sentence,
            count=self.without_evidence_count,
        )

    def _score_in_words(self):
        self.ensure_one()
        if self.score is False:
            return self.env._("No score yet")
        return self.env._("Resistance %(score)s of 100", score=self.score)

    def _breakdown_in_words(self):
        """List of dicts, one per dimension in the order of the grid."""
        self.ensure_one()
        labels = dict(self._dimension_labels())
        return [
            {
                **part,
                "label": labels.get(part["dimension"], part["dimension"]),
                "text": self._part_in_words(part),
            }
            for part in self.breakdown or ()
        ]

    @api.model
    def _dimension_labels(self):
        answers = self.env["reactivation.assessment.answer"]
        return answers._fields["dimension"]._description_selection(self.env)

    def _part_in_words(self, part):
        if part["score"] is None:
            return self.env._("not known: nothing answered")
        if part["answered"] < part["asked"]:
            return self.env._(
                "%(score)s of 100, by %(answered)s of %(asked)s answers",
                score=part["score"],
                answered=part["answered"],
                asked=part["asked"],
            )
        return self.env._("%(score)s of 100", score=part["score"])

    # ------------------------------------------------------------------
    # REASONS
    # ------------------------------------------------------------------

    def _reasons_in_words(self):
        """List of sentences, the decisive facts first."""
        self.ensure_one()
        answers = {answer.criterion_id.id: answer for answer in self.answer_ids}
        tell = {
            "score": self._tell_score,
            "knock_out": self._tell_knock_out,
            "cost": self._tell_cost,
            "raises": self._tell_raises,
            "lowers": self._tell_lowers,
        }
        return [
            tell[reason["code"]](reason, answers.get(reason.get("key")))
            for reason in self.reasons or ()
            if reason["code"] in tell
        ]

    def _tell_score(self, reason, answer):
        return self.env._(
            "Score %(score)s: “%(category)s” goes from %(lowest)s to %(highest)s.",
            score=reason["score"],
            category=self._category_name(reason["band"]),
            lowest=reason["lowest"],
            highest=reason["highest"],
        )

    def _tell_knock_out(self, reason, answer):
        return self.env._(
            "%(fact)s. This alone demands “%(category)s” at least.",
            fact=self._fact(answer),
            category=self._category_name(reason["band"]),
        )

    def _tell_cost(self, reason, answer):
        return self.env._(
            "A change costs them at least as much as it brings (cost %(cost)s of 5,"
            " benefit %(benefit)s of 5): not proposed in the first category.",
            cost=reason["cost"],
            benefit=reason["benefit"],
        )

    def _tell_raises(self, reason, answer):
        return self.env._(
            "%(fact)s: raises the score by %(points)s.",
            fact=self._fact(answer),
            points=abs(reason["pull"]),
        )

    def _tell_lowers(self, reason, answer):
        return self.env._(
            "%(fact)s: lowers the score by %(points)s.",
            fact=self._fact(answer),
            points=abs(reason["pull"]),
        )

    def _fact(self, answer):
        """A question and its answer: facts, in the words of the grid."""
        if not answer:
            return self.env._("An answer that was removed since")
        return f"{answer.question} – {answer.wording}"

    def _category_name(self, category_id):
        return self.env["reactivation.category"].browse(category_id).exists().name or ""


class ReactivationAssessmentAnswer(models.Model):
    """The levels that can be chosen, for the screen that shows them all at once."""

    _inherit = "reactivation.assessment.answer"

    level_choices = fields.Json(
        compute="_compute_level_choices",
        help="One entry per level that can be chosen: id, words, and what it demands.",
    )

    @api.depends("criterion_id.level_ids", "level_id")
    @api.depends_context("lang")
    def _compute_level_choices(self):
        for answer in self:
            # a level that was archived since stays where it was chosen
            levels = answer.criterion_id.level_ids | answer.level_id
            answer.level_choices = [
                {
                    "id": level.id,
                    "wording": level.wording,
                    "demands": level.min_category_id.name or "",
                }
                for level in levels.sorted()
            ]
