import json

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command, Domain
from odoo.tools import SQL, format_date

from ..queries import assessments


class ReactivationAssessment(models.Model):
    """How an assessment comes to life, and what follows from it.

    Somebody answers: the ORM computes one assessment and writes one card.  A manager
    changes the grid: the same results, set-wise, for all current assessments at once.
    """

    _inherit = "reactivation.assessment"

    # ------------------------------------------------------------------
    # ONE LINE PER CRITERION
    # ------------------------------------------------------------------

    @api.model
    def default_get(self, fields):
        """A new assessment asks the whole grid, before it is saved already."""
        defaults = super().default_get(fields)
        defaults = self._complete_keys(defaults)
        if "answer_ids" in fields and not defaults.get("answer_ids"):
            customer = self.env["reactivation.customer"].browse(
                defaults.get("customer_id")
            )
            defaults["answer_ids"] = [
                Command.create(vals) for vals in self._prepare_answers(customer)
            ]
        return defaults

    @api.model
    def _complete_keys(self, vals):
        """The card tells the customer, and the customer the open card."""
        if vals.get("episode_id") and not vals.get("customer_id"):
            card = self.env["reactivation.episode"].browse(vals["episode_id"])
            return {**vals, "customer_id": card.customer_id.id}
        if vals.get("customer_id") and not vals.get("episode_id"):
            customer = self.env["reactivation.customer"].browse(vals["customer_id"])
            return {**vals, "episode_id": customer.episode_id.id}
        return vals

    @api.model
    def _prepare_answers(self, customer):
        """List of values, one answer per active criterion; extend it to pre-fill."""
        criteria = self.env["reactivation.criterion"].search(Domain.TRUE)
        return [
            self._prepare_answer_vals(criterion, customer) for criterion in criteria
        ]

    @api.model
    def _prepare_answer_vals(self, criterion, customer):
        """Values of one answer; what the profile knows already is answered."""
        incumbent = customer.profile_id.main_incumbent_id
        if criterion.is_share and incumbent.share:
            return {
                "criterion_id": criterion.id,
                "level_id": criterion._level_for_share(incumbent.share).id,
                "evidence": incumbent._share_in_words(),
            }
        return {"criterion_id": criterion.id}

    @api.model_create_multi
    def create(self, vals_list):
        self._check_own(vals_list)
        vals_list = [self._with_all_answers(vals) for vals in vals_list]
        if not self.env.su:
            # who signs is who writes
            vals_list = [{**vals, "user_id": self.env.uid} for vals in vals_list]
        made = super(
            ReactivationAssessment, self.with_context(reactivation_in_assessment=True)
        ).create(vals_list)
        made = made.with_env(self.env)
        made._follow(made.customer_id)
        return made

    @api.model
    def _check_own(self, vals_list):
        """Say plainly what access rules would refuse without a reason.

        :raise AccessError: the customer is somebody else's, or nobody's yet
        """
        everybodys = self.env.user.has_group("sales_team.group_sale_salesman_all_leads")
        if self.env.su or everybodys or not self.browse().has_access("create"):
            return
        # sudo: whose the customer is, so that one knows whom to ask; rules stay as
        # they are
        customers = self.env["reactivation.customer"].sudo()
        ids = [
            self.sudo()._complete_keys(vals).get("customer_id")  # sudo: as above
            for vals in vals_list
        ]
        for owner in customers.browse(filter(None, ids)).mapped("user_id"):
            if owner != self.env.user:
                raise AccessError(
                    self.env._(
                        "This customer belongs to %(owner)s: only that person or a"
                        " sales manager can assess it. Ask one of them.",
                        owner=owner.name,
                    )
                )
        for customer in customers.browse(filter(None, ids)):
            if not customer.user_id:
                raise AccessError(
                    self.env._(
                        "%(customer)s has no salesperson yet. Ask your sales manager to"
                        " assign the card to you, then you can assess the customer.",
                        customer=customer.partner_id.display_name,
                    )
                )

    @api.model
    def _with_all_answers(self, vals):
        """Complete the values of a new assessment: each active criterion once."""
        vals = self._complete_keys(vals)
        commands = list(vals.get("answer_ids") or ())
        given = {command[2].get("criterion_id") for command in commands if command[2]}
        customer = self.env["reactivation.customer"].browse(vals.get("customer_id"))
        commands += [
            Command.create(answer)
            for answer in self._prepare_answers(customer)
            if answer["criterion_id"] not in given
        ]
        return {**vals, "answer_ids": commands}

    def write(self, vals):
        merged = self.env.su and set(vals) == {"customer_id"}
        if not merged:  # a merge moves history, too: not what was answered
            self._check_not_history()
        customers = self.customer_id
        result = super(
            ReactivationAssessment, self.with_context(reactivation_in_assessment=True)
        ).write(vals)
        self._follow(customers | self.customer_id)
        return result

    def unlink(self):
        customers = self.customer_id
        result = super().unlink()
        self.browse()._follow(customers)
        return result

    def _move_to(self, customer):
        """Customers were merged: their assessments become one customer's history."""
        if self:
            self.write({"customer_id": customer.id})
            self._follow(customer)

    def _check_not_history(self):
        """Assessments that were followed by a newer one stay as they were.

        :raise UserError: one of them is not the current one any more
        """
        for assessment in self:
            if assessment.answered_count and not assessment.is_current:
                raise UserError(
                    self.env._(
                        "The assessment of %(customer)s of %(date)s was followed by a"
                        " newer one and is history. Correct the newer one, or make a"
                        " new one.",
                        customer=assessment.partner_id.display_name,
                        date=format_date(self.env, assessment.date),
                    )
                )

    # ------------------------------------------------------------------
    # WHAT FOLLOWS
    # ------------------------------------------------------------------

    def _answers_changed(self):
        """Somebody wrote answers beside the form of their assessment."""
        self._follow(self.customer_id)

    def _follow(self, customers):
        """After a change: the newest assessment is current, the open card follows.

        :param customers: the customers whose assessments changed
        """
        if self.env.context.get("reactivation_in_assessment"):
            return
        self.env.flush_all()
        changed = self.env.execute_query(assessments.mark_current(customers.ids))
        self.invalidate_model(["is_current"], flush=False)
        revived = [row_id for row_id, current in changed if current]
        revived = self.browse(revived) - self
        if revived:
            revived._catch_up()
        self.env["reactivation.episode"]._follow_assessments(customers)

    def _catch_up(self):
        """Assessments that are current again follow what the grid is now."""
        mine = SQL("assessment.id = ANY(%s)", self.ids)
        criteria = self.env["reactivation.criterion"].with_context(active_test=False)
        self._copy_grid(mine, criteria.search(Domain.TRUE))
        self._grade(mine)

    @api.model
    def _grid_changed(self, criteria):
        """These criteria are other ones: recompute current assessments and their cards.

        Set-wise: the number of statements does not depend on how many there are.
        """
        self.env.flush_all()
        changed = self._copy_grid(SQL("assessment.is_current"), criteria)
        if changed:
            graded = self._grade(SQL("assessment.id = ANY(%s)", list(changed)))
            self.env["reactivation.episode"]._write_assessments(graded)

    @api.model
    def _bounds_changed(self):
        """Categories have other bounds: the same for what they are computed from."""
        self.env.flush_all()
        graded = self._grade(SQL("assessment.is_current"))
        self.env["reactivation.episode"]._write_assessments(graded)

    @api.model
    def _copy_grid(self, scope, criteria):
        """Bring answers up to date with the grid; returns the assessments' ids."""
        moment = fields.Datetime.now()
        asked = self.env.execute_query(
            assessments.ask_missing(scope, criteria.ids, self.env.uid, moment)
        )
        of_criteria = SQL("%s AND answer.criterion_id = ANY(%s)", scope, criteria.ids)
        copied = self.env.execute_query(assessments.copy_grid(of_criteria))
        self.env["reactivation.assessment.answer"].invalidate_model(flush=False)
        self.invalidate_model(["answer_ids"], flush=False)
        return {row_id for (row_id,) in (*asked, *copied)}

    @api.model
    def _grade(self, scope):
        """Compute and write the results of the scope; returns the ids that changed."""
        bands = self.env["reactivation.category"]._bands()
        results = [
            {"id": row_id, **self._result(answers, cost, benefit, bands)}
            for row_id, cost, benefit, answers in self.env.execute_query(
                assessments.grids(scope)
            )
        ]
        rows = self.env.execute_query(assessments.write_results(json.dumps(results)))
        self.invalidate_model(list(assessments.RESULTS), flush=False)
        return [row_id for (row_id,) in rows]
