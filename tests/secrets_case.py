"""Customers about whom something must not be learnt, and those who would like to."""

import json
from unittest.mock import patch

from odoo import Command
from odoo.tests import HttpCase
from odoo.tools import SQL, mute_logger

from .security_case import MANAGER, SecurityCase

MARKETING = "mass_mailing.group_mass_mailing_user"
#: What is only known about a customer of a colleague.
WORD = "SECRET"
AMOUNT = 98765.43
#: What is only known about a customer of another company.
WORD_ABROAD = "HIDDEN"
AMOUNT_ABROAD = 76543.21


class SecretsCase(SecurityCase, HttpCase):
    """``theirs`` and ``abroad`` have secrets; ``own`` and ``free`` have none."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.reactivation_campaign_needs_go = False
        cls.other.reactivation_campaign_needs_go = False
        cls.marketer = cls.make_user(
            "marketer", MARKETING, password="marketer-password"
        )
        cls.foreigner = cls.make_user(
            "foreigner",
            MANAGER,
            password="foreigner-password",
            company_id=cls.other.id,
            company_ids=[cls.other.id],
        )
        cls.senior.password = "senior-password"
        (cls.own | cls.free | cls.theirs | cls.abroad).phone = "+33 1"
        secret = {"name": f"{WORD} gasket", "type": "service", "list_price": AMOUNT}
        cls.product = cls.env["product.product"].create(secret)
        orders = cls.insert_orders(
            [
                (cls.theirs, 395, AMOUNT, {"company_id": cls.company.id}),
                (cls.abroad, 395, AMOUNT_ABROAD, {"company_id": cls.other.id}),
            ]
        )
        orders[0].order_line = [
            Command.create(
                {"product_id": cls.product.id, "price_unit": AMOUNT, "tax_ids": False}
            )
        ]
        cls.refresh(cls.company | cls.other)
        cls.insiders = {
            partner: cls.tell_secrets(partner) for partner in cls.theirs | cls.abroad
        }
        cls.env.flush_all()

    @classmethod
    def tell_secrets(cls, partner):
        """Write down what only the owner may read; dict model -> record."""
        company, word, amount = cls.company, WORD, AMOUNT
        if partner == cls.abroad:
            company, word, amount = cls.other, WORD_ABROAD, AMOUNT_ABROAD
        env = cls.env(context={**cls.env.context, "allowed_company_ids": company.ids})
        card = cls.record("reactivation.episode", partner).with_env(env)
        customer = card.customer_id
        profiles = env["reactivation.profile"]
        profile = cls.record("reactivation.profile", partner).with_env(env)
        profile = profile or profiles.create({"partner_id": partner.id})
        profile.write(
            {
                "note": f"{word} note",
                "potential_amount": amount,
                "potential_note": f"{word} potential",
                "routines": f"{word} routine",
                "circuit": f"{word} circuit",
            }
        )
        rival = {"profile_id": profile.id, "name": f"{word} rival", "share": 60}
        card.write({"decision_note": f"{word} decision", "pin_reason": f"{word} pin"})
        card.message_post(body=f"{word} message")
        outcome = env.ref("crm_reactivation.outcome_unreachable")
        call = {
            "episode_id": card.id,
            "outcome_id": outcome.id,
            "note": f"{word} call",
            "next_date": "2027-04-01",
        }
        step = {
            "name": "Call",
            "channel_id": env.ref("crm_reactivation.channel_call").id,
            "body": f"<p>{word} offer</p>",
        }
        campaign = {
            "name": "Spring",
            "company_id": company.id,
            "user_id": cls.manager.id if company == cls.company else cls.foreigner.id,
            "step_ids": [(0, 0, step)],
        }
        campaign = env["reactivation.campaign"].create(campaign)
        campaign.action_launch()
        with patch.object(env.cr, "commit"):  # the runner's
            campaign._run()
        enrolled = env["reactivation.enrollment"].search(
            [("partner_id", "=", partner.id), ("state", "=", "running")]
        )
        enrolled.sudo().answer_text = f"{word} answer"
        credit = {
            "episode_id": card.id,
            "date": "2027-01-01",
            "until": "2027-02-01",
            "user_id": partner.user_id.id,
            "amount": amount,
        }
        return {
            "reactivation.assessment": env["reactivation.assessment"].create(
                {"customer_id": customer.id, "note": f"{word} assessment"}
            ),
            "reactivation.call": env["reactivation.call"].create(call),
            "reactivation.campaign": campaign,
            "reactivation.credit": env["reactivation.credit"].create(credit),
            "reactivation.customer": customer,
            "reactivation.enrollment": enrolled,
            "reactivation.episode": card,
            "reactivation.incumbent": env["reactivation.incumbent"].create(rival),
            "reactivation.profile": profile,
            "reactivation.report": env["reactivation.report"].browse(card.id),
            "res.partner": partner.with_env(env),
        }

    # ------------------------------------------------------------------

    def log_in(self, user):
        self.authenticate(user.login, f"{user.login}-password")

    def attempt(self, model, method, *args, **kwargs):
        """(answer, "") or (None, error as text): what a request ends with."""
        params = {"model": model, "method": method, "args": args, "kwargs": kwargs}
        with mute_logger("odoo.http", "odoo.sql_db"):
            found = self.url_open(
                f"/web/dataset/call_kw/{model}/{method}",
                json={"id": 0, "jsonrpc": "2.0", "method": "call", "params": params},
            ).json()
        if error := found.get("error"):
            told = error["data"]
            return None, f"{told['name']}: {told['message']} {told['arguments']}"
        return found.get("result"), ""

    def call(self, model, method, *args, **kwargs):
        """The answer of a request that is not refused."""
        answer, error = self.attempt(model, method, *args, **kwargs)
        self.assertFalse(error)
        return answer

    def assert_nothing_told(self, answer, message, role=""):
        """Neither an answer nor an error gives a secret away."""
        text = answer if isinstance(answer, str) else json.dumps(answer)
        # a single order, or all of them together
        marks = [WORD, "98765", "98,765", "98865", "98,865"]
        if role != "foreigner":
            marks += [WORD_ABROAD, "76543", "76,543", "76643", "76,643"]
        for mark in marks:
            place = text.find(mark)
            self.assertEqual(place, -1, (message, text[max(0, place - 200) :][:400]))

    def fingerprint(self):
        """What the tables of the module hold: dict table -> hash."""
        self.env.flush_all()
        tables = {
            model._table
            for name, model in self.env.registry.items()
            if name.startswith("reactivation.")
            and not model._abstract
            and not model._transient
            and model._auto
        }
        lines = "string_agg(line::text, '' ORDER BY line.id)"
        return {
            table: self.env.execute_query(
                SQL(f"SELECT md5({lines}) FROM %s line", SQL.identifier(table))
            )
            for table in sorted(tables)
        }
