from odoo.tests import BaseCase, tagged

from .dev_tools import import_dev_tools


@tagged("post_install", "-at_install")
class TestUpgradeCheck(BaseCase):
    """What the check of an upgrade calls lost."""

    def lost(self, before, after, table="reactivation_call"):
        row = {"id": 1, "note": "Rang", "write_date": "2027-03-15", "shipped": False}
        before = {table: [{**row, **before}]}
        after = {table: [{**row, **after}]} if after is not None else {}
        return list(import_dev_tools().upgrade.lost(before, after))

    def test_what_is_kept(self):
        self.assertEqual(self.lost({}, {}), [])
        self.assertEqual(self.lost({}, {"write_date": "2027-03-16"}), [])
        self.assertEqual(self.lost({"better": None}, {"better": "Now known"}), [])

    def test_what_is_lost(self):
        for after, said in (
            (None, "the table reactivation_call is gone"),
            ({"id": 2}, "reactivation_call: row 1 is gone"),
            ({"note": None}, "reactivation_call.note of row 1 was emptied: 'Rang'"),
            ({"note": "Met"}, "reactivation_call.note of row 1 was 'Rang', now 'Met'"),
        ):
            self.assertEqual(self.lost({}, after), [said])

    def test_what_may_change(self):
        """Texts that came with the module, and figures that are computed."""
        changed = {"note": "Met"}
        self.assertEqual(self.lost({"shipped": True}, changed), [])
        self.assertEqual(self.lost({}, changed, "reactivation_customer"), [])
