"""Companies of equal customers, and what a refresh wrote about them."""

from .common import ReactivationCase

NO_CHANGE = {"inserted": 0, "updated": 0, "deleted": 0, "opened": 0, "closed": 0}


class WritesCase(ReactivationCase):
    """Counters of the last run, and the physical places of rows."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.policy.rule_ids.unlink()  # no points: silence alone decides here

    def make_company_of(self, count, days=(500, 470, 440)):
        """``count`` customers with the same orders, so none moves another's class."""
        partners = self.insert_partners(count)
        self.insert_orders((partner, day, 100) for partner in partners for day in days)
        return partners

    def counters(self):
        run = self.last_run()
        return {name: run[name] for name in NO_CHANGE}

    def places(self):
        """Physical places of rows: an UPDATE moves a row, even to equal values."""
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT 'row', id, ctid::text FROM reactivation_customer"
            " UNION ALL SELECT 'card', id, ctid::text FROM reactivation_episode"
            " UNION ALL SELECT 'partner', id, ctid::text FROM res_partner"
        )
        return set(self.env.cr.fetchall())

    def moved(self, before):
        """Customer rows that were written since ``before``; cards and partners must
        not have been."""
        moved = self.places() - before
        self.assertEqual({table for table, __, __ in moved} - {"row"}, set())
        return self.Customer.browse(row_id for __, row_id, __ in moved)
