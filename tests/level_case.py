"""Customers whose level is judged day by day."""

from datetime import timedelta

from .common import ReactivationCase


class LevelCase(ReactivationCase):
    """Levels by silence alone: the policies give no points."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.policy.rule_ids.unlink()  # no points: silence alone decides here

    def buyer(self, *days, amount=100.0, **values):
        partner = self.make_partner(**values)
        self.insert_orders((partner, day, amount) for day in days)
        return partner

    def level_on(self, partner, moment):
        with self.at(moment):
            self.refresh()
            return self.standing(partner).inactivity_level

    def assert_changes_on(self, partner, day, before, after):
        """The level is ``before`` until the day before ``day``, then ``after``."""
        self.assertEqual(self.level_on(partner, day - timedelta(days=1)), before)
        self.assertEqual(self.level_on(partner, day), after)

    def make_policy(self, **values):
        return self.env["reactivation.policy"].create(
            {
                "name": "Special",
                "sequence": 1,
                "method": "fixed",
                "rule_ids": False,
                **values,
            }
        )
