"""Users of every role and customers of every owner, for the security tests."""

from odoo import Command

from .common import ReactivationCase

SALESMAN = "sales_team.group_sale_salesman"
ALL_LEADS = "sales_team.group_sale_salesman_all_leads"
MANAGER = "sales_team.group_sale_manager"

#: Partner fields that only sales users may read, with a value to look for.
FACADE = {
    "reactivation_customer_id": 1,
    "reactivation_episode_id": 1,
    "lifecycle_status": "customer",
    "inactivity_level": "inactive",
    "last_order_date": "2026-01-01",
    "no_order_probability": 0.5,
    "value_class": "a",
    "activation_category_id": 1,
}


class SecurityCase(ReactivationCase):
    """``rep`` owns one customer, ``colleague`` another, one is free, one abroad."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.policy.rule_ids.unlink()  # no points: silence alone decides here
        cls.other = cls.env["res.company"].create({"name": "Elsewhere Ltd"})
        cls.rep = cls.make_user("rep", SALESMAN, password="rep-password")
        cls.colleague = cls.make_user("colleague", SALESMAN)
        cls.senior = cls.make_user("senior", ALL_LEADS)
        cls.manager = cls.make_user("manager", MANAGER, password="manager-password")
        cls.clerk = cls.make_user(
            "clerk", "base.group_allow_export", password="clerk-password"
        )
        cls.portal = cls.make_user("portal", password="portal-password")
        cls.portal.group_ids = [Command.set(cls.env.ref("base.group_portal").ids)]
        cls.public = cls.env.ref("base.public_user")
        cls.polyglot = cls.make_user(
            "polyglot", MANAGER, company_ids=(cls.company | cls.other).ids
        )
        cls.own = cls.make_partner("Own", user_id=cls.rep.id)
        cls.free = cls.make_partner("Free")
        cls.theirs = cls.make_partner("Theirs", user_id=cls.colleague.id)
        cls.abroad = cls.make_partner("Abroad")
        at_home = cls.own | cls.free | cls.theirs
        cls.insert_orders((partner, 400, 100) for partner in at_home)
        cls.insert_orders([(cls.abroad, 400, 100, {"company_id": cls.other.id})])
        cls.env["reactivation.profile"].create(
            [{"partner_id": p.id, "company_id": cls.company.id} for p in at_home]
            + [{"partner_id": cls.abroad.id, "company_id": cls.other.id}]
        )
        cls.refresh(cls.company | cls.other)
        cls.policy_abroad = cls.env["reactivation.policy"].create(
            {"name": "Abroad", "company_id": cls.other.id, "min_order_count": 9}
        )
        cls.env.flush_all()

    @classmethod
    def record(cls, model, partner):
        """The record of a model about one of the customers."""
        return cls.env[model].search([("partner_id", "=", partner.id)])
