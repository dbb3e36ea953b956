from odoo import models
from odoo.tools import SQL

from ..queries import figures, level, pairs, points, purchases, refunds, value
from ..queries.planner import AS_USUAL, bulk, many


class ReactivationCustomer(models.Model):
    """The statements of a refresh: from orders to one row per customer, in SQL."""

    _inherit = "reactivation.customer"

    def _purchase_sources(self, company, scope):
        """SQL pieces that tell what was bought; see ``queries.purchases``.

        Extend it to add a source; one purchase must come from one source only.
        """
        tz = company._reactivation_tz()
        pos, linked = self._pos_facts()
        sources = [
            purchases.confirmed_orders(company.id, tz, scope),
            purchases.imported(company.id, scope),
        ]
        if company.reactivation_source_invoices:
            sources.append(purchases.posted_invoices(company.id, scope, pos))
        if company.reactivation_source_pos and pos:
            sources.append(purchases.pos_orders(company.id, tz, scope, linked))
        return sources

    def _pos_facts(self):
        """(whether Point of Sale is installed, whether its orders name sale orders)"""
        pos = "pos.order" in self.env
        linked = pos and "sale_order_origin_id" in self.env["pos.order.line"]._fields
        return pos, linked

    def _credit_notes(self, company, scope, within=lambda day: SQL("TRUE")):
        """SQL: credit notes on what the sources count; see ``queries.refunds``.

        :param within: function: SQL of the day of what is taken back -> SQL condition
        """
        pos, linked = self._pos_facts()
        settled = purchases.settles_sale(linked)
        bought = SQL("TRUE") if company.reactivation_source_pos else settled
        day = purchases.local_day(SQL("sale.date_order"), company._reactivation_tz())
        condition = refunds.takes_back(
            within,
            day,
            bool(company.reactivation_source_invoices),
            bought if pos else None,
        )
        return refunds.credit_notes(company.id, scope, day, condition)

    def _figure_ctes(self, judgement, scope):
        """List of (name, SQL): from orders to one ``fresh`` row per customer.

        :param judgement: what to judge by, see ``reactivation.run``
        """
        decimals = judgement.company.currency_id.decimal_places
        today = SQL("%s::date", judgement.today)
        ctes, standing = self._standing_ctes(judgement, scope)
        return [*ctes, ("fresh", figures.rows(today, decimals, standing))]

    def _standing_ctes(self, judgement, scope, explained=False):
        """(list of (name, SQL), SQL): from orders to the level of each customer."""
        company = judgement.company
        public = self.env.ref("base.group_public").with_context(active_test=False)
        policies = self.env["reactivation.policy"]._for_company(company)
        totals = purchases.purchase_totals(
            self._purchase_sources(company, scope), company.reactivation_value_days
        )
        match = policies._match_expression(scope, judgement.between)
        customers = figures.customers(company.id, match, scope, judgement.between)
        today = SQL("%s::date", judgement.today)
        ctes = [
            *self._parameter_ctes(judgement, policies),
            ("outsider", pairs.outsiders(public.all_user_ids.partner_id.ids)),
            ("salesperson", pairs.salespeople(company.id)),
            ("totals", totals),
            *self._gathered_ctes(judgement, scope),
            ("credits", figures.credit_totals()),
            ("pair", pairs.pairs()),
        ]
        return ctes, self._standing_query(policies, customers, today, explained)

    def _parameter_ctes(self, judgement, policies):
        """CTEs ``settings``, ``policy`` and ``season``: what all customers share."""
        company = judgement.company
        settings = SQL(
            "SELECT %s::float8 AS m, %s AS window_days, %s AS currency_id",
            judgement.interval_days,
            company.reactivation_value_days,
            company.currency_id.id,
        )
        return [
            ("settings", settings),
            ("policy", policies._parameters_query()),
            ("season", policies._season_query(judgement.today)),
        ]

    def _standing_query(self, policies, customers, today, explained=False):
        """Thresholds, points and levels of ``customers`` by the policies' rules.

        :param explained: add the column ``details``, see ``queries.points.details``
        """
        catalogue = self.env["reactivation.signal"]._catalogue()
        details = policies._details_expression(today) if explained else SQL("NULL")
        return level.standings(
            level.thresholds(customers, max(policies.mapped("cap_days"))),
            SQL(
                "%s %s",
                points.joins(catalogue),
                points.latest_joins(
                    [code for code, entry in catalogue.items() if entry.interaction],
                    [code for code, entry in catalogue.items() if entry.interest],
                ),
            ),
            policies._score_expression(today),
            today,
            SQL("%s AS details, %s", details, points.LATEST_COLUMNS),
        )

    def _write_figures(self, judgement, scope):
        """Bring the rows of the scope up to date.

        :return: dict inserted / updated / deleted -> ids
        """
        self.env.flush_all()
        statement = figures.write_differences(
            judgement.company.id,
            self._figure_ctes(judgement, scope),
            scope,
            judgement.today,
        )
        if judgement.between:
            rows = self.env.execute_query(many(statement))
            self.env.cr.execute(AS_USUAL)
        else:
            rows = self.env.execute_query(bulk(statement))
        changed = {"inserted": [], "updated": [], "deleted": []}
        for what, row_id, __ in rows:
            changed[what].append(row_id)
        if rows:
            self.invalidate_model(flush=False)
            self._align_profiles(judgement.company)
        return changed

    def _write_classes(self, judgement, scope):
        """Bring value classes and waves of the scope up to date."""
        self.flush_model()
        changed = self.env.execute_query(
            bulk(
                value.update_classes(
                    judgement.company.id,
                    judgement.class_limits,
                    judgement.wave_limits,
                    judgement.score_limits,
                    scope,
                )
            )
        )
        self.browse(row_id for (row_id,) in changed).invalidate_recordset(
            value.CLASS_COLUMNS, flush=False
        )

    def _align_profiles(self, company):
        """Profiles follow the salesperson of their customer."""
        self.env.execute_query(
            SQL(
                """
                UPDATE reactivation_profile profile SET user_id = customer.user_id
                  FROM reactivation_customer customer
                 WHERE customer.profile_id = profile.id
                   AND profile.company_id = %s
                   AND profile.user_id IS DISTINCT FROM customer.user_id
             RETURNING profile.id
                """,
                company.id,
            )
        )
        self.env["reactivation.profile"].invalidate_model(["user_id"], flush=False)
