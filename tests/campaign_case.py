"""Campaigns, their customers, and a runner whose day can be chosen."""

from datetime import timedelta
from unittest.mock import patch

from odoo import Command

from .card_case import CardCase
from .common import NOW


class CampaignCase(CardCase):
    """Silent customers with a card that was decided *Go*, and campaigns for them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Campaign = cls.env["reactivation.campaign"]
        cls.Enrollment = cls.env["reactivation.enrollment"]
        cls.Touch = cls.env["reactivation.touch"]
        cls.company.email = "house@example.com"
        cls.seller = cls.make_user("seller", "sales_team.group_sale_salesman")
        cls.policy.rule_ids.unlink()  # no points: silence alone decides here

    def setUp(self):
        super().setUp()
        self.startPatcher(patch.object(self.env.cr, "commit"))  # the runner's

    @classmethod
    def channel(cls, code):
        return cls.env.ref(f"crm_reactivation.channel_{code}")

    @classmethod
    def make_campaign(cls, *steps, launch=True, **values):
        """A campaign; steps as dicts, ``channel`` = code (default: call)."""
        commands = []
        for number, step in enumerate(steps or [{}]):
            step = dict(step)
            code = step.pop("channel", "call")
            commands.append(
                Command.create(
                    {
                        "name": f"Step {number + 1}",
                        "sequence": 10 * (number + 1),
                        "channel_id": cls.channel(code).id,
                        "subject": "News for {customer}",
                        "body": "<p>Dear {contact}</p>",
                        **step,
                    }
                )
            )
        campaign = cls.Campaign.create(
            {"name": "Spring", "step_ids": commands, **values}
        )
        if launch:
            campaign.action_launch()
        return campaign

    def customer(self, name="Garage Durand", go=True, days=400, **values):
        """A silent customer with phone, e-mail and a card decided *Go*."""
        values = {
            "email": f"{name.split()[0].lower()}@example.com",
            "phone": "+33 1 40 00 00 00",
            "street": "1 rue de la Paix",
            "city": "Paris",
            "user_id": self.seller.id,
            **values,
        }
        partner = self.silent(days, name=name, **values)
        self.refresh(partners=partner) if self.last_run() else self.refresh()
        if go:
            card = self.card(partner)
            card.decision = "go"
            card.activity_ids.unlink()  # the call that a Go plans
        return partner

    def enrollment(self, partner, campaign=None):
        domain = [("partner_id", "=", partner.id)]
        if campaign:
            domain.append(("campaign_id", "=", campaign.id))
        return self.Enrollment.search(domain, order="id desc", limit=1)

    def touches(self, partner):
        return self.Touch.search([("partner_id", "=", partner.id)], order="id")

    def run_on(self, campaign, days=0):
        """The runner, so many days after today."""
        with self.at(NOW + timedelta(days=days)):
            campaign._run()

    def left_out(self, campaign):
        """Dict reason -> number of customers left out."""
        self.env.flush_all()
        rows = self.env.execute_query_dict(campaign._members())
        reasons = [row["reason"] for row in rows if row["reason"]]
        return {why: reasons.count(why) for why in reasons}
