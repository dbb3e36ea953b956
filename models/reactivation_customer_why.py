from odoo import api, fields, models
from odoo.tools import SQL

from ..queries.clauses import with_clauses
from ..queries.planner import bulk


class ReactivationCustomer(models.Model):
    """Why is this customer inactive?  Asks the expression that the nightly run uses."""

    _inherit = "reactivation.customer"

    why_table = fields.Html(
        string="Points in Words",
        compute="_compute_why_table",
        sanitize=False,
        help="Each rule of the policy with its fact, its delay and its points.",
    )

    @api.depends("inactivity_score", "policy_id")
    @api.depends_context("lang", "tz")
    def _compute_why_table(self):
        explained = self._explain()
        qweb = self.env["ir.qweb"]
        for customer in self:
            reasons = explained.get(customer.id)
            customer.why_table = reasons and qweb._render(
                "crm_reactivation.why_table",
                {
                    "lines": reasons["rules"],
                    "score": reasons["score"],
                    # sudo: its name explains the rules
                    "policy": customer.policy_id.sudo(),
                    "scaled": reasons["scaled"],
                },
            )

    def _explain(self):
        """How the policy's rules judge these customers, in words.

        :return: dict customer id -> dict ``level``, ``score``, ``scaled`` (whether the
            points were scaled to what could be observed) and ``rules``: list of dicts
            ``rule``, ``fact``, ``points`` (None = no data) and ``possible``
        """
        explained = {}
        # sudo: a salesperson gets his own customers explained (self is what he may
        # read), by rules and signals that he may not read one by one
        for company, customers in self.sudo().grouped("company_id").items():
            run = self.env["reactivation.run"]._last_done(company)
            if not run or not customers.ids:
                continue
            judgement = run._judgement(today=company._reactivation_today())
            scope = SQL(
                "contact.commercial_partner_id = ANY(%s)", customers.partner_id.ids
            )
            ctes, standing = customers._standing_ctes(judgement, scope, explained=True)
            self.env.flush_all()
            rows = self.env.execute_query(
                bulk(
                    SQL(
                        "WITH %s SELECT partner_id, inactivity_level, inactivity_score,"
                        " policy_id, details FROM (%s) explained",
                        with_clauses(ctes),
                        standing,
                    )
                )
            )
            by_partner = {row[0]: row[1:] for row in rows}
            for customer in customers:
                if customer.partner_id.id in by_partner:
                    explained[customer.id] = customer._reasons(
                        *by_partner[customer.partner_id.id]
                    )
        return explained

    def _reasons(self, level, score, policy_id, details):
        """One row of :meth:`_explain` in words."""
        # sudo: whoever reads the customer is told by which rules; no other policy
        policy = self.env["reactivation.policy"].sudo().browse(policy_id)
        rules = {rule.id: rule for rule in policy.rule_ids}
        lines = []
        for detail in details or []:
            rule = rules[detail["rule"]]
            points = rule.points if detail["met"] else 0
            lines.append(
                {
                    "rule": rule._in_words(),
                    "fact": rule._fact_in_words(detail),
                    "points": points if detail["observed"] else None,
                    "possible": rule.points,
                }
            )
        lost = policy.rule_ids - policy._known_rules()
        lines += [
            {
                "rule": rule._in_words(),
                "fact": self.env._("The app of this signal is not installed."),
                "points": None,
                "possible": rule.points,
            }
            for rule in lost
        ]
        given = sum(line["points"] or 0 for line in lines)
        return {
            "level": level,
            "score": score,
            "scaled": score != given,
            "rules": lines,
        }
