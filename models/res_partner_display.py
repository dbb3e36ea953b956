from odoo import api, fields, models

from .res_partner import SALES


class ResPartner(models.Model):
    """What the contact form says about the customer; readable by sales users only.

    Shown, never searched: what can be searched is in ``res_partner.py``.
    """

    _inherit = "res.partner"

    reactivation_silence_text = fields.Char(
        string="Silent", compute="_compute_reactivation_silence_text", groups=SALES
    )
    reactivation_interval_text = fields.Char(
        string="Usual Interval", compute="_compute_reactivation_texts", groups=SALES
    )
    reactivation_threshold_text = fields.Char(
        string="Inactive After", compute="_compute_reactivation_texts", groups=SALES
    )
    reactivation_why_text = fields.Char(
        string="Why This Level", compute="_compute_reactivation_texts", groups=SALES
    )
    reactivation_why_table = fields.Html(
        string="Points in Words",
        compute="_compute_reactivation_why",
        sanitize=False,
        groups=SALES,
    )
    reactivation_timeline = fields.Json(
        compute="_compute_reactivation_why", groups=SALES
    )
    reactivation_resistance_text = fields.Char(
        string="Resistance",
        compute="_compute_reactivation_texts",
        groups=SALES,
        help="0 to 100, higher = harder to win back.",
    )
    reactivation_expected_date = fields.Date(
        string="Expected Next Order",
        compute="_compute_reactivation_texts",
        groups=SALES,
    )
    reactivation_computed_on = fields.Datetime(
        string="Figures Of", compute="_compute_reactivation_texts", groups=SALES
    )
    reactivation_episode_ids = fields.One2many(
        "reactivation.episode",
        string="Reactivation Cards",
        compute="_compute_reactivation_episode_ids",
        groups=SALES,
    )

    # apart from the others: it is read with every contact, they with the page only
    @api.depends("reactivation_customer_id")
    @api.depends_context("company", "uid", "lang")
    def _compute_reactivation_silence_text(self):
        for partner in self:
            customer = partner.reactivation_customer_id
            partner.reactivation_silence_text = customer.silence_text

    @api.depends("reactivation_customer_id")
    @api.depends_context("company", "uid", "lang")
    def _compute_reactivation_texts(self):
        for partner in self:
            customer = partner.reactivation_customer_id
            partner.reactivation_interval_text = customer.interval_text
            partner.reactivation_threshold_text = customer.threshold_text
            partner.reactivation_why_text = customer.why_text
            card = partner.reactivation_episode_id
            partner.reactivation_resistance_text = card.resistance_text
            partner.reactivation_expected_date = customer.expected_order_date
            partner.reactivation_computed_on = customer.computed_on

    @api.depends("reactivation_customer_id")
    @api.depends_context("company", "uid", "lang")
    def _compute_reactivation_why(self):
        for partner in self:
            customer = partner.reactivation_customer_id
            partner.reactivation_why_table = customer.why_table
            partner.reactivation_timeline = customer.timeline

    @api.depends("commercial_partner_id")
    @api.depends_context("company", "uid")
    def _compute_reactivation_episode_ids(self):
        cards = self.env["reactivation.episode"].search_fetch(
            [
                ("partner_id", "in", self.commercial_partner_id.ids),
                ("company_id", "=", self.env.company.id),
            ],
            order="opened_on desc, id desc",
        )
        by_partner = cards.grouped("partner_id")
        for partner in self:
            partner.reactivation_episode_ids = by_partner.get(
                partner.commercial_partner_id, cards.browse()
            )

    def action_open_reactivation_customer(self):
        """Open all figures of the customer."""
        self.ensure_one()
        return self.reactivation_customer_id.get_formview_action()
