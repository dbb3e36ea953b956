"""Customers about whom it is decided whether to pursue them."""

from .card_case import CardCase

SALESMAN = "sales_team.group_sale_salesman"
ALL_LEADS = "sales_team.group_sale_salesman_all_leads"
MANAGER = "sales_team.group_sale_manager"
MARKETING = "mass_mailing.group_mass_mailing_user"


class PursuitCase(CardCase):
    """A salesperson, a colleague and a manager, who decides."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Renunciation = cls.env["reactivation.renunciation"]
        cls.julie = cls.make_user("julie", SALESMAN, name="Julie Dupont")
        cls.marc = cls.make_user("marc", SALESMAN, name="Marc Roy")
        cls.claire = cls.make_user("claire", MANAGER, name="Claire Fontaine")
        cls.reason = cls.env.ref("crm_reactivation.reason_do_not_pursue_late_payer")

    @classmethod
    def propose(cls, partner, user=None, **values):
        """A proposal by a user (default: Julie)."""
        made = cls.Renunciation.with_user(user or cls.julie).create(
            {"partner_id": partner.id, **values}
        )
        return made.with_env(cls.env)

    @classmethod
    def decide(cls, partner, **values):
        """The customer is not pursued by the manager's decision."""
        renunciation = cls.propose(
            partner, cls.claire, reason_id=cls.reason.id, **values
        )
        renunciation.with_user(cls.claire).action_decide()
        return renunciation

    def end(self, renunciation, what, why="Things have changed", user=None):
        """Refuse, reinstate or keep, as the dialog does."""
        dialog = self.env["reactivation.renunciation.end"]
        dialog = dialog.with_user(user or self.claire).create(
            {
                "renunciation_ids": renunciation.ids,
                "what": what,
                "reason": why,
            }
        )
        dialog.action_apply()

    def profile(self, partner, company=None):
        return self.env["reactivation.profile"].search(
            [
                ("partner_id", "=", partner.id),
                ("company_id", "=", (company or self.company).id),
            ]
        )
