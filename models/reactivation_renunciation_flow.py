from odoo import api, models
from odoo.exceptions import AccessError, UserError

from .reactivation_renunciation import SALES

REVIEW = "crm_reactivation.mail_activity_type_review"


class ReactivationRenunciation(models.Model):
    """Decided, reviewed, taken back: by a sales manager, with a reason, on record."""

    _inherit = "reactivation.renunciation"

    def action_decide(self):
        """Stop pursuing these customers: cards close, no new one opens.

        :raise AccessError: the user is no sales manager
        :raise UserError: not proposed any more, no reason, or no other reviewer
        """
        self._check_manager()
        self._check_state("proposed")
        for renunciation in self:
            if not renunciation.reason_id:
                raise UserError(
                    self.env._(
                        "Say why %(customer)s is not to be pursued: the reason is"
                        " missing.",
                        customer=renunciation.partner_id.display_name,
                    )
                )
            company = renunciation.company_id
            today = company._reactivation_today()
            # sudo: the signature of the decision; the user was checked above
            renunciation.sudo().write(
                {
                    "state": "decided",
                    "decided_by": self.env.uid,
                    "decided_on": today,
                    "review_on": renunciation.review_on
                    or company._reactivation_review_day(),
                    "reviewer_id": (renunciation.reviewer_id or self.env.user).id,
                }
            )
        self._follow_decision()
        return {"type": "ir.actions.act_window_close"}

    def action_open_end(self):
        """Ask for the reason to refuse, keep or reinstate: ``what`` of the context."""
        self.check_access("read")
        what = self.env.context.get("what")
        dialog = self.env["reactivation.renunciation.end"]
        words = dict(dialog._fields["what"]._description_selection(self.env))
        return {
            "type": "ir.actions.act_window",
            "name": words.get(what),
            "res_model": dialog._name,
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_renunciation_ids": self.ids, "default_what": what},
        }

    @api.model
    def _open_proposal(self, partners, companies):
        """The form of one proposal, or what is said of several customers at once.

        :raise UserError: customers of several companies
        """
        self.check_access("create")
        if len(companies) > 1:
            raise UserError(
                self.env._(
                    "These customers belong to several companies, and each decides for"
                    " itself: choose customers of one company."
                )
            )
        one = len(partners) == 1
        context = {"default_company_id": companies.id}
        if one:
            context["default_partner_id"] = partners.id
        else:
            context["default_partner_ids"] = partners.ids
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Propose not to pursue"),
            "res_model": self._name if one else "reactivation.renunciation.proposal",
            "views": [(False, "form")],
            "target": "new",
            "context": context,
        }

    def _refuse(self, why):
        """Go on pursuing these customers.

        :param why: text, shown to the proposer
        :raise AccessError: the user is no sales manager
        :raise UserError: not proposed any more
        """
        self._check_manager()
        self._check_state("proposed")
        self._end("refused", why)

    def _reinstate(self, why):
        """Pursue these customers again; who is inactive gets a card again.

        :param why: text
        :raise AccessError: the user is no sales manager
        :raise UserError: not in force
        """
        self._check_manager()
        self._check_state("decided")
        self._end("reinstated", why)
        # sudo: closed cards are the refresh's; they only stop standing in the way
        self.env["reactivation.episode"].sudo()._stop_blocking(self)
        self._follow_decision()

    def _keep(self, why):
        """Reviewed: the decision stays in force until the next review.

        :param why: text
        :raise AccessError: the user is no sales manager
        :raise UserError: not in force
        """
        self._check_manager()
        self._check_state("decided")
        for renunciation in self:
            company = renunciation.company_id
            renunciation.activity_feedback([REVIEW], feedback=why)
            renunciation.message_post(
                body=self.env._("Reviewed, and kept: %(why)s", why=why)
            )
            # sudo: the day of the review is signed by the button
            renunciation.sudo().write(
                {
                    "reviewed_on": company._reactivation_today(),
                    "review_on": company._reactivation_review_day(),
                }
            )

    def _end(self, state, why):
        self.activity_unlink([REVIEW])
        for company, renunciations in self.grouped("company_id").items():
            # sudo: the signature of the decision; the user was checked by the caller
            renunciations.sudo().write(
                {
                    "state": state,
                    "ended_by": self.env.uid,
                    "ended_on": company._reactivation_today(),
                    "end_reason": why,
                }
            )

    def _follow_decision(self):
        """Cards close or open at once, not only at night."""
        # sudo: the consequences of a decision reach cards that others work on
        customers = self.env["reactivation.customer"].sudo()
        for company, renunciations in self.grouped("company_id").items():
            customers._follow(renunciations.partner_id, company)

    def _plan_review(self):
        """One activity for the reviewer on the day of the review."""
        for renunciation in self:
            renunciation.activity_unlink([REVIEW])
            if not renunciation.reviewer_id:
                continue
            renunciation.activity_schedule(
                REVIEW,
                date_deadline=renunciation.review_on,
                user_id=renunciation.reviewer_id.id,
                note=self.env._(
                    "Is not pursuing %(customer)s still right? Keep the decision, or"
                    " reinstate the customer.",
                    customer=renunciation.partner_id.display_name,
                ),
            )

    # ------------------------------------------------------------------
    # CHECKS
    # ------------------------------------------------------------------

    def _check_manager(self):
        self.check_access("read")
        if not self.env.user.has_group("sales_team.group_sale_manager"):
            raise AccessError(
                self.env._(
                    "Only sales managers decide whom not to pursue, and take such a"
                    " decision back. Ask yours: your proposal is on the list."
                )
            )

    def _check_state(self, state):
        """
        :raise UserError: one of them is in another state
        """
        words = dict(self._fields["state"]._description_selection(self.env))
        for renunciation in self:
            if renunciation.state != state:
                raise UserError(
                    self.env._(
                        "%(customer)s: this is for “%(wanted)s” only, but it is"
                        " “%(state)s” by now. Reload the page.",
                        customer=renunciation.partner_id.display_name,
                        wanted=words[state],
                        state=words[renunciation.state],
                    )
                )

    def _check_reviewer(self):
        """
        :raise UserError: the reviewer cannot read it, or is the salesperson where the
            company wants an outside view
        """
        for renunciation in self.filtered("reviewer_id"):
            # sudo: groups and companies of a colleague
            reviewer = renunciation.reviewer_id.sudo()
            company = renunciation.company_id
            customer = renunciation.partner_id.display_name
            if not reviewer.has_group(SALES) or company not in reviewer.company_ids:
                raise UserError(
                    self.env._(
                        "%(user)s cannot review the decision about %(customer)s: it"
                        " takes sales rights in %(company)s. Choose somebody else.",
                        user=reviewer.name,
                        customer=customer,
                        company=company.name,
                    )
                )
            others = renunciation._salespeople()
            differs = company.sudo().reactivation_reviewer_differs  # sudo: a setting
            if differs and reviewer in others:
                raise UserError(
                    self.env._(
                        "%(user)s is the salesperson of %(customer)s, and your company"
                        " wants somebody else to review. Choose another reviewer.",
                        user=reviewer.name,
                        customer=customer,
                    )
                )

    def _salespeople(self):
        """Who works, or worked until the decision, with the customer."""
        self.ensure_one()
        # sudo: names of colleagues, compared and not handed on
        return self.sudo().user_id | self.sudo().partner_id.user_id
