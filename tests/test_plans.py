from odoo.tests import tagged
from odoo.tools import SQL

from ..queries import credit, signals
from .common import ReactivationCase


@tagged("post_install", "-at_install")
class TestPlans(ReactivationCase):
    """How PostgreSQL can run our statements, whatever the size of the company."""

    def plan(self, query):
        """All nodes of the plan, each with the names of the nodes above it."""
        [[[plan]]] = self.env.execute_query(SQL("EXPLAIN (FORMAT JSON) %s", query))

        def nodes(node, above):
            yield node, above
            here = [*above, node.get("Subplan Name", node["Node Type"])]
            for child in node.get("Plans", ()):
                yield from nodes(child, here)

        return list(nodes(plan["Plan"], []))

    def test_one_customer_is_found_by_indexes(self):
        """An order's confirmation reads neither all mailings nor all payments."""
        self.env.cr.execute(
            """
            INSERT INTO mailing_trace
                   (trace_type, trace_status, model, res_id, email, sent_datetime)
            SELECT 'mail', 'sent',
                   CASE WHEN i % 2 = 0 THEN 'res.partner' ELSE 'crm.lead' END,
                   1000000 + i, i || '@example.com', NOW()
              FROM GENERATE_SERIES(1, 5000) i;
            ANALYZE mailing_trace;
            SET LOCAL enable_seqscan = off;
            SET LOCAL enable_hashjoin = off;
            SET LOCAL enable_mergejoin = off
            """
        )
        one = SQL("contact.commercial_partner_id = ANY(%s)", [1])
        for query, table, columns in (
            (signals.mailed(one), "mailing_trace", ["res_id", "email"]),
            (signals.payments(self.company.id, one), "account_payment", ["partner_id"]),
        ):
            found_by = [
                node.get("Index Cond", "")
                for node, __ in self.plan(query)
                if node.get("Relation Name") == table
            ]
            self.assertEqual(len(found_by), len(columns), msg=table)
            for column, condition in zip(columns, found_by, strict=True):
                self.assertIn(column, condition)

    def test_amounts_of_credits_are_read_together(self):
        """What was bought is not gone through again for each credit."""
        sources, notes = self.env["reactivation.credit"]._amount_pieces(self.company)
        query = credit.moved_amounts(
            self.company.id, SQL("TRUE"), "2020-01-01", sources, notes, 2
        )
        above = [
            above
            for node, above in self.plan(query)
            if node.get("CTE Name") == "bought"
        ]
        self.assertTrue(above)
        self.assertFalse([way for way in above if "SubPlan" in " ".join(way)])

    def test_slice_finds_customers_of_a_policy_by_their_ids(self):
        """No slice of a large company reads all partners for a policy's condition."""
        special = self.policy.copy({"domain": "[('is_company', '=', True)]"})
        between = (1000, 2000)
        scope = SQL("contact.commercial_partner_id > %s", between[0])
        match = (special | self.policy)._match_expression(scope, between)
        self.env.cr.execute("SET LOCAL enable_seqscan = off")
        query = SQL(
            "SELECT %s FROM res_partner partner CROSS JOIN"
            " (SELECT 1 AS order_count, 1 AS amount) totals CROSS JOIN"
            " (SELECT NULL::int AS policy_id) profile",
            match,
        )
        found_by = [
            node.get("Index Cond", "")
            for node, above in self.plan(query)
            if node.get("Relation Name") == "res_partner"
            and "SubPlan" in " ".join([node.get("Subplan Name", ""), *above])
        ]
        self.assertEqual(len(found_by), 1)
        self.assertIn("id > 1000", found_by[0])
        self.assertIn("id <= 2000", found_by[0])
