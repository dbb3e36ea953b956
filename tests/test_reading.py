from contextlib import contextmanager

from lxml import etree
from psycopg2.errors import ReadOnlySqlTransaction

from odoo import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .call_case import CallCase


@tagged("post_install", "-at_install")
class TestReading(CallCase):
    """Who looks at a card changes nothing: reading works without the right to write.

    Odoo gives such requests a read-only cursor, maybe of a replica, and starts again
    on the main database when they write.
    """

    @contextmanager
    def read_only(self):
        """Statements that write are refused by PostgreSQL; undone afterwards."""
        self.env.flush_all()
        self.env.invalidate_all()
        # a savepoint that is rolled back puts the mode of the transaction back, too
        self.env.cr.execute("SAVEPOINT read_only; SET TRANSACTION READ ONLY")
        try:
            yield
            self.env.flush_all()
        finally:
            self.env.cr.execute("ROLLBACK TO SAVEPOINT read_only")

    def look(self, card, user, kind):
        """Read what a view of this kind reads."""
        card = card.with_user(user)
        arch = card.get_views([(False, kind)])["views"][kind]["arch"]
        specification = {}
        for node in etree.fromstring(arch).iter("field"):
            if field := card._fields.get(node.get("name")):
                inner = {"fields": {"display_name": {}}} if field.relational else {}
                specification[field.name] = inner
        with self.read_only():
            card.web_read(specification)

    def look_at_all_of_it(self, card):
        for user in (self.julie, self.manager):
            for kind in ("form", "kanban", "list"):
                with self.subTest(user=user.name, kind=kind):
                    self.look(card, user, kind)

    def test_the_guard_holds(self):
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(ReadOnlySqlTransaction),
            self.read_only(),
        ):
            self.the_card.pin_reason = "Written"

    def test_a_new_card(self):
        self.look_at_all_of_it(self.the_card)

    def test_a_card_in_the_middle_of_its_story(self):
        criterion = self.env.ref("crm_reactivation.criterion_main_share")
        level = criterion.level_ids[:1]
        answer = {"criterion_id": criterion.id, "level_id": level.id}
        self.env["reactivation.assessment"].with_user(self.julie).create(
            {
                "episode_id": self.the_card.id,
                "answer_ids": [Command.create(answer)],
            }
        )
        card = self.the_card.with_user(self.julie)
        card.write({"history_read": True, "stopped_by_us": "no"})
        card.action_go()
        self.log("need_now")
        self.look_at_all_of_it(self.the_card)

    def test_after_a_refresh_and_a_comeback(self):
        self.refresh()
        self.look_at_all_of_it(self.the_card)
        self.make_order(self.partner, 0, 250)
        self.refresh()
        self.assertEqual(self.the_card.state, "reactivated")
        self.look_at_all_of_it(self.the_card)
