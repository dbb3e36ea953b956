from contextlib import contextmanager
from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from freezegun import freeze_time

from odoo import Command
from odoo.tests import TransactionCase
from odoo.tools import SQL

#: The one "now" of the suite: a Monday, noon UTC.
TODAY = date(2027, 3, 15)
NOW = datetime(2027, 3, 15, 12, 0)


class ReactivationCase(TransactionCase):
    """A company with a product, made-up customers and orders on given days."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time(NOW))
        cls.env = cls.env(context={**cls.env.context, "tracking_disable": True})
        cls.company = cls.env.company
        cls.company.partner_id.tz = "Europe/Paris"
        cls.product = cls.env["product.product"].create(
            {"name": "Spare part", "type": "service", "list_price": 100.0}
        )
        cls.Customer = cls.env["reactivation.customer"]
        cls.Episode = cls.env["reactivation.episode"]
        cls.policy = cls.env.ref("crm_reactivation.policy_default")
        cls.to_assess = cls.env.ref("crm_reactivation.category_to_assess")
        cls.months_0_6 = cls.env.ref("crm_reactivation.category_0_6")
        cls.months_6_18 = cls.env.ref("crm_reactivation.category_6_18")
        cls.over_18 = cls.env.ref("crm_reactivation.category_over_18")

    @classmethod
    def make_partner(cls, name="Garage Durand", **values):
        """A company partner."""
        return cls.env["res.partner"].create(
            {"name": name, "is_company": True, **values}
        )

    @classmethod
    def make_user(cls, login, *groups, **values):
        """An internal user with groups given by external id."""
        return cls.env["res.users"].create(
            {
                "name": login.title(),
                "login": login,
                "email": f"{login}@example.com",
                "group_ids": [
                    Command.set(
                        [cls.env.ref(g).id for g in ("base.group_user", *groups)]
                    )
                ],
                **values,
            }
        )

    @classmethod
    def make_order(cls, partner, day, amount=100.0, confirm=True, **values):
        """A sale order of one line; ``day`` is a date (noon UTC), a datetime (UTC) or
        a number of days before today."""
        if isinstance(day, int):
            day = TODAY - timedelta(days=day)
        moment = (
            day if isinstance(day, datetime) else datetime(*day.timetuple()[:3], 12)
        )
        order = cls.env["sale.order"].create(
            {
                "partner_id": partner.id,
                "order_line": [
                    Command.create(
                        {
                            "product_id": cls.product.id,
                            "product_uom_qty": 1,
                            "price_unit": amount,
                            "tax_ids": [Command.clear()],
                        }
                    )
                ],
                **values,
            }
        )
        if confirm:
            order.action_confirm()
        order.date_order = moment
        return order

    @contextmanager
    def refused(self, error, message):
        """The block raises ``error`` with a sentence that matches ``message``, and
        leaves nothing behind."""
        with self.assertRaises(error) as caught:
            yield
            self.env.flush_all()
        self.assertRegex(str(caught.exception), message)

    @classmethod
    def at(cls, moment):
        """Context manager: another "now"; a date means noon UTC of that day."""
        if not isinstance(moment, datetime):
            moment = datetime(*moment.timetuple()[:3], 12)
        return freeze_time(moment)

    @classmethod
    def local_day(cls, moment):
        """Day of a moment (UTC) where the company is: late at night, the next one."""
        zone = ZoneInfo(cls.company.partner_id.tz)
        return moment.replace(tzinfo=timezone.utc).astimezone(zone).date()

    @classmethod
    def insert(cls, table, rows):
        """Insert rows (dicts with the same keys) by SQL, thousands in no time.

        Nothing is computed: the caller gives what the ORM would have stored.
        """
        if not rows:
            return []
        cls.env.flush_all()
        found = cls.env.execute_query(
            SQL(
                "INSERT INTO %s (%s) VALUES %s RETURNING id",
                SQL.identifier(table),
                SQL(", ").join(map(SQL.identifier, rows[0])),
                SQL(", ").join(SQL("%s", tuple(row.values())) for row in rows),
            )
        )
        cls.env.invalidate_all(flush=False)
        return [row_id for (row_id,) in found]

    @classmethod
    def insert_partners(cls, count, **values):
        """Partners that are their own commercial partner, by SQL."""
        ids = cls.insert(
            "res_partner",
            [
                {
                    "name": f"Customer {number}",
                    "complete_name": f"Customer {number}",
                    "active": True,
                    "is_company": True,
                    "type": "contact",
                    "autopost_bills": "ask",
                    **values,
                }
                for number in range(count)
            ],
        )
        cls.env.cr.execute(
            "UPDATE res_partner SET commercial_partner_id = id WHERE id = ANY(%s)",
            [ids],
        )
        return cls.env["res.partner"].browse(ids)

    @classmethod
    def insert_orders(cls, rows):
        """Sale orders without lines, by SQL.

        :param rows: (partner, day, amount) or (partner, day, amount, values); ``day``
            as in :meth:`make_order`
        """
        orders = cls.env["sale.order"]
        # what another app asks of an order, such as the picking policy of stock
        required = orders.default_get(
            [
                name
                for name, field in orders._fields.items()
                if field.required and field.store and field.column_type
            ]
        )
        vals_list = []
        for partner, day, amount, *more in rows:
            if isinstance(day, int):
                day = TODAY - timedelta(days=day)
            vals_list.append(
                {
                    **required,
                    "name": "SQL",
                    "partner_id": partner.id,
                    "partner_invoice_id": partner.id,
                    "partner_shipping_id": partner.id,
                    "company_id": cls.company.id,
                    "currency_id": cls.company.currency_id.id,
                    "currency_rate": 1,
                    "date_order": day
                    if isinstance(day, datetime)
                    else datetime(*day.timetuple()[:3], 12),
                    "state": "sale",
                    "amount_untaxed": amount,
                    "amount_total": amount,
                    "user_id": None,
                    "team_id": None,
                    **(more[0] if more else {}),
                }
            )
        return cls.env["sale.order"].browse(cls.insert("sale_order", vals_list))

    @classmethod
    def last_run(cls, company=None):
        """The last finished run of a company."""
        return cls.env["reactivation.run"]._last_done(company or cls.company)

    @classmethod
    def refresh(cls, companies=None, partners=None):
        cls.Customer._refresh(companies or cls.company, partners)

    @classmethod
    def standing(cls, partner, company=None):
        """The customer row of a partner."""
        return cls.Customer.search(
            [
                ("partner_id", "=", partner.id),
                ("company_id", "=", (company or cls.company).id),
            ]
        )

    @classmethod
    def card(cls, partner):
        """The open card of a partner."""
        return cls.standing(partner).episode_id
