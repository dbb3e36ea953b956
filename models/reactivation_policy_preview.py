from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..queries import figures, level, points
from ..queries.clauses import with_clauses
from ..queries.planner import bulk
from .reactivation_customer import LEVELS

#: Customers whose level would change that the preview can list.
LISTED = 5000


class ReactivationPolicy(models.Model):
    """What a policy would do, before it is saved."""

    _inherit = "reactivation.policy"

    @api.model
    def preview(self, policy_id, values):
        """How many customers would have which level if the policy were saved so.

        :param policy_id: id of the policy being edited, or False for a new one
        :param values: changed fields, as the form would save them
        :return: dict ``levels``: list of dicts ``level``, ``label``, ``now``, ``then``;
            ``changed``: number of customers who change level; ``customer_ids``: the
            first of them; ``sentence``: the same in words
        :raise AccessError: the user may not edit policies
        :raise ValidationError: a value cannot be used (the domain does not parse…)
        :raise UserError: the figures have not been computed yet
        """
        self.check_access("write")
        company = self.env.company
        run = self.env["reactivation.run"]._last_done(company)
        if not run:
            raise UserError(
                self.env._(
                    "There are no figures yet to try the policy on. They are computed"
                    " in the background after the installation; come back in a few"
                    " minutes."
                )
            )
        policies = self._with_draft(company, self.browse(policy_id or []), values)
        rows = self.env.execute_query(bulk(self._preview_query(run, policies)))
        if not company.reactivation_policy_tried_on:
            today = company._reactivation_today()
            # sudo: the checklist of the first steps ticks itself
            company.sudo().reactivation_policy_tried_on = today
        return self._preview_result(rows)

    def _with_draft(self, company, edited, values):
        """Policies of the company, the edited one replaced by its draft."""
        self._check_readable(values)
        draft = self.new(values, origin=edited) if edited else self.new(values)
        draft._check_domain_fields(draft._partner_domain())
        draft._months()
        in_use = self._for_company(company) - edited
        if not draft.active or draft.company_id not in (
            company,
            self.env["res.company"],
        ):
            return in_use
        return (in_use | draft).sorted(lambda p: (p.sequence, p._origin.id or 2**31))

    def _preview_query(self, run, policies):
        """Rows (level now, level then, customers, ids) of the current company."""
        company = run.company_id
        # sudo: counts over all customers, for who may edit policies
        customers = self.env["reactivation.customer"].sudo()
        judgement = run._judgement(today=company._reactivation_today())
        today = SQL("%s::date", judgement.today)
        match = policies._match_expression(SQL("TRUE"))
        known = figures.known_customers(company.id, match)
        # of the signals only what gives points; the last interaction is no matter here
        codes = policies._signal_codes()
        standing = level.standings(
            level.thresholds(known, max(policies.mapped("cap_days"))),
            points.joins(codes),
            policies._score_expression(today),
            today,
        )
        ctes = [
            *customers._parameter_ctes(judgement, policies),
            *customers._signal_pieces(company, SQL("TRUE"), codes),
        ]
        self.env.flush_all()
        return SQL(
            """
            WITH %(ctes)s
            SELECT known.inactivity_level, tried.inactivity_level, COUNT(*),
                   (ARRAY_AGG(known.id ORDER BY known.yearly_amount DESC))[:%(listed)s]
              FROM (%(standing)s) tried
              JOIN reactivation_customer known
                ON known.partner_id = tried.partner_id
               AND known.company_id = %(company)s
             GROUP BY 1, 2
            """,
            ctes=with_clauses(ctes),
            standing=standing,
            company=company.id,
            listed=LISTED,
        )

    def _preview_result(self, rows):
        labels = dict(
            self.env["reactivation.customer"]
            ._fields["inactivity_level"]
            ._description_selection(self.env)
        )
        changed = [row for row in rows if row[0] != row[1]]
        count = sum(row[2] for row in changed)
        return {
            "levels": [
                {
                    "level": level,
                    "label": labels[level],
                    "now": sum(row[2] for row in rows if row[0] == level),
                    "then": sum(row[2] for row in rows if row[1] == level),
                }
                for level, __ in LEVELS
            ],
            "changed": count,
            "customer_ids": [row_id for row in changed for row_id in row[3]][:LISTED],
            "sentence": self.env._("%(count)s customers change level.", count=count)
            if count
            else self.env._("No customer changes level."),
        }
