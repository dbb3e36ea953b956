from datetime import timedelta

from odoo import Command
from odoo.tests import tagged

from .assessment_case import AssessmentCase
from .common import NOW, TODAY


@tagged("reactivation_full", "-standard", "post_install", "-at_install")
class TestPreparationApps(AssessmentCase):
    """What hurt a customer, by apps that are used when they are installed."""

    def test_deliveries_after_the_promised_day(self):
        warehouse = self.env["stock.warehouse"].search(
            [("company_id", "=", self.company.id)], limit=1
        )
        part = self.env["product.product"].create({"name": "Part", "type": "consu"})
        for late, kind in ((2, "out_type_id"), (0, "out_type_id"), (5, "in_type_id")):
            picking = self.env["stock.picking"].create(
                {
                    "partner_id": self.partner.id,
                    "picking_type_id": warehouse[kind].id,
                    "move_ids": [
                        Command.create(
                            {
                                "product_id": part.id,
                                "product_uom_qty": 1,
                                "quantity": 1,
                                "date_deadline": NOW - timedelta(days=9),
                                "location_id": warehouse.lot_stock_id.id,
                                "location_dest_id": self.env.ref(
                                    "stock.stock_location_customers"
                                ).id,
                            }
                        )
                    ],
                }
            )
            picking.action_confirm()
            picking.move_ids.picked = True
            picking.button_validate()
            picking.date_done = NOW - timedelta(days=9 - late)
        self.env.invalidate_all()
        self.assertEqual(
            self.the_card.with_user(self.julie).painful_text,
            "Deliveries after the promised day: 1, last on 03/08/2027",
        )
        self.assertEqual(len(self.the_card._hurting_facts()), 1)

    def test_carts_abandoned_are_no_expired_quotations(self):
        cart = self.make_order(self.partner, 50, confirm=False)
        cart.write(
            {
                "website_id": self.env["website"].search([], limit=1).id,
                "validity_date": TODAY - timedelta(days=20),
            }
        )
        self.env.invalidate_all()
        self.assertEqual(
            self.the_card.with_user(self.julie).painful_text,
            "Carts abandoned: 1, last on 01/24/2027",
        )

    def test_bad_ratings(self):
        self.env["rating.rating"].create(
            [
                {
                    "res_model_id": self.env["ir.model"]._get_id("res.partner"),
                    "res_id": self.partner.id,
                    "partner_id": self.partner.id,
                    "rating": rating,
                    "consumed": consumed,
                }
                for rating, consumed in ((1, True), (2, True), (3, True), (1, False))
            ]
        )
        self.env.invalidate_all()
        self.assertRegex(
            self.the_card.with_user(self.julie).painful_text, r"^Bad ratings: 2, last"
        )
