from lxml import etree

from odoo.tests import tagged

from .writes_case import WritesCase


@tagged("post_install", "-at_install")
class TestBoardStatements(WritesCase):
    """The board reads hundreds of cards with the statements of a few."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = cls.make_user("boss", "sales_team.group_sale_manager")
        arch = etree.fromstring(cls.Episode.get_view(view_type="kanban")["arch"])
        names = {node.get("name") for node in arch.iter("field")}
        many2one = {"fields": {"display_name": {}}}
        cls.specification = {
            name: many2one if cls.Episode._fields[name].type == "many2one" else {}
            for name in names
        }

    def statements_of(self, cards):
        """Statements that reading these cards for the board takes."""
        cards = cards.with_user(self.manager)
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        cards.web_read(self.specification)
        return self.cr.sql_log_count - before

    def test_statements_do_not_grow_with_cards(self):
        self.make_company_of(60)
        self.refresh()
        cards = self.Episode.search([("state", "=", "open")])
        self.assertEqual(len(cards), 60)
        self.plan_calls(cards)
        self.statements_of(cards[:1])  # what is read once per process
        self.assertEqual(self.statements_of(cards[1:]), self.statements_of(cards[1:3]))

    def plan_calls(self, cards):
        """A planned call on each second card."""
        self.env["mail.activity"].create(
            [
                {
                    "res_model_id": self.env["ir.model"]._get_id(cards._name),
                    "res_id": card.id,
                    "activity_type_id": self.env.ref("mail.mail_activity_data_call").id,
                    "user_id": self.manager.id,
                }
                for card in cards[::2]
            ]
        )
