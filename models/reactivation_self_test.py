from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command, Domain
from odoo.tools import format_date

from ..engine import self_test
from .fields import KnownInteger

BANDS = [
    ("low", "Active customers only"),
    ("middle", "Convinced, short of time"),
    ("high", "Fully engaged"),
]


class ReactivationSelfTest(models.Model):
    """One self-test of a sales manager: how seriously the team wins customers back.

    It can be left half-done and gone on with.  Once submitted it is complete, has its
    points and does not change any more, whatever becomes of the answer key.
    """

    _name = "reactivation.self.test"
    _description = "Reactivation Self-test"
    _order = "date desc, id desc"
    _check_company_auto = True

    user_id = fields.Many2one(
        "res.users",
        string="Respondent",
        required=True,
        readonly=True,
        index=True,
        default=lambda self: self.env.user,
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        readonly=True,
        default=lambda self: self.env.company,
    )
    team_id = fields.Many2one(
        "crm.team",
        string="Sales Team",
        check_company=True,
        index="btree_not_null",
        default=lambda self: self._team_of(self.env.user),
    )
    date = fields.Date(required=True, default=fields.Date.context_today)
    state = fields.Selection(
        [("draft", "Under way"), ("done", "Submitted")],
        default="draft",
        required=True,
        copy=False,
    )
    answer_ids = fields.One2many(
        "reactivation.self.test.answer", "test_id", string="Answers"
    )
    answered_count = fields.Integer(compute="_compute_answered")
    asked_count = fields.Integer(compute="_compute_answered")
    points = KnownInteger(
        compute="_compute_result",
        store=True,
        aggregator="avg",
        help="Points of all answers together; known once the test is submitted.",
    )
    max_points = KnownInteger(
        string="At Best",
        compute="_compute_result",
        store=True,
        aggregator=None,
        help="Points of the best answers together, when the test was submitted.",
    )
    band = fields.Selection(
        BANDS,
        string="Result",
        compute="_compute_result",
        store=True,
        help="Fewer than 25 points, 25 to 55, or more than 55.",
    )

    @api.depends("answer_ids.choice_id")
    def _compute_answered(self):
        for test in self:
            test.answered_count = len(test.answer_ids.filtered("choice_id"))
            test.asked_count = len(test.answer_ids)

    @api.depends("state", "answer_ids.points", "answer_ids.max_points")
    def _compute_result(self):
        for test in self:
            done = test.state == "done"
            points = sum(test.answer_ids.mapped("points")) if done else None
            test.points = points
            test.max_points = (
                sum(test.answer_ids.mapped("max_points")) if done else None
            )
            test.band = self_test.band(points).value

    @api.depends("team_id", "user_id", "date")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for test in self:
            test.display_name = self.env._(
                "%(who)s, %(date)s",
                who=test.team_id.name or test.user_id.name or "",
                date=format_date(self.env, test.date),
            )

    @api.model
    def _team_of(self, user):
        """The team that somebody leads, else the one that they are a member of."""
        teams = self.env["crm.team"].search(
            Domain("user_id", "=", user.id)
            & Domain("company_id", "in", [False, self.env.company.id]),
            limit=1,
        )
        return teams or user._reactivation_teams(self.env.company)[user]

    # ------------------------------------------------------------------
    # EACH QUESTION ONCE
    # ------------------------------------------------------------------

    @api.model
    def default_get(self, fields):
        """A new test asks every question, before it is saved already."""
        defaults = super().default_get(fields)
        if "answer_ids" in fields and not defaults.get("answer_ids"):
            defaults["answer_ids"] = [
                Command.create({"question_id": question.id})
                for question in self._questions()
            ]
        return defaults

    @api.model
    def _questions(self):
        return self.env["reactivation.self.test.question"].search(Domain.TRUE)

    def _ask_missing(self):
        """Ask what came into the key since these tests were begun."""
        for test in self:
            new = self._questions() - test.answer_ids.question_id
            test.answer_ids = [
                Command.create({"question_id": question.id}) for question in new
            ]

    @api.constrains("state", "answer_ids")
    def _check_complete(self):
        for test in self.filtered(lambda test: test.state == "done"):
            given = test.answer_ids.filtered("choice_id").question_id
            asked = (test.answer_ids.question_id | self._questions()).sorted()
            numbers = [
                number
                for number, question in enumerate(asked, start=1)
                if question not in given
            ]
            if numbers or not asked:
                raise ValidationError(
                    self.env._(
                        "%(missing)s of %(asked)s questions are not answered yet:"
                        " number %(numbers)s. Answer them, then ask for the result"
                        " again.",
                        missing=len(numbers),
                        asked=len(asked),
                        numbers=", ".join(map(str, numbers)),
                    )
                )

    @api.constrains("date")
    def _check_date(self):
        for test in self:
            # whoever sits further east may write tomorrow's date already
            today = max(
                test.company_id._reactivation_today(), fields.Date.context_today(self)
            )
            if test.date > today:
                raise ValidationError(
                    self.env._(
                        "A self-test cannot be dated in the future (%(date)s).",
                        date=format_date(self.env, test.date),
                    )
                )

    # ------------------------------------------------------------------
    # WHO TAKES IT, AND WHAT IS SUBMITTED STAYS
    # ------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        states = [vals.get("state", "draft") for vals in vals_list]
        vals_list = [{**vals, "state": "draft"} for vals in vals_list]
        if not self.env.su:
            # whoever answers is the respondent
            vals_list = [{**vals, "user_id": self.env.uid} for vals in vals_list]
        tests = super().create(vals_list)
        for test, state in zip(tests, states, strict=True):
            if state == "done":
                test.state = "done"
        return tests

    def write(self, vals):
        self._check_not_submitted()
        if not self.env.su and {"user_id", "company_id"} & set(vals):
            raise AccessError(
                self.env._(
                    "A self-test belongs to the person who takes it and to the company"
                    " it was taken in. Take one of your own instead."
                )
            )
        state = {"state": vals["state"]} if "state" in vals else {}
        rest = {name: value for name, value in vals.items() if name != "state"}
        # what comes with the submission is part of it: answers first, then the state
        return super().write(rest) and super().write(state)

    def _check_not_submitted(self):
        """Submitted tests stay as they were.

        :raise UserError: one of them was submitted
        """
        for test in self:
            if test.state == "done":
                raise UserError(
                    self.env._(
                        "The self-test “%(test)s” was submitted and stays as it was."
                        " Take the test again instead: the trend shows what changed.",
                        test=test.display_name,
                    )
                )

    def action_take(self):
        """Open the own half-done test of this company, or a new one, as a dialog."""
        self.check_access("read")
        draft = self.search(
            Domain("user_id", "=", self.env.uid)
            & Domain("company_id", "=", self.env.company.id)
            & Domain("state", "=", "draft"),
            limit=1,
        )
        draft._ask_missing()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_reactivation.reactivation_self_test_action_take"
        )
        return {**action, "res_id": draft.id}

    def action_submit(self):
        """Submit the test and open its result.

        :raise ValidationError: a question is not answered; says how many and which
        """
        self.ensure_one()
        self.state = "done"
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_reactivation.reactivation_self_test_action_result"
        )
        return {**action, "res_id": self.id}
