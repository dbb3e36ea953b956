from odoo.tests import BaseCase, tagged

from ..engine import self_test


@tagged("post_install", "-at_install")
class TestEngineSelfTest(BaseCase):
    """Points become a band; a key must lead to every band."""

    def test_bands_at_their_bounds(self):
        for points, expected in (
            (0, "low"),
            (24, "low"),
            (25, "middle"),
            (55, "middle"),
            (56, "high"),
            (75, "high"),
            (999, "high"),
        ):
            self.assertEqual(self_test.band(points).value, expected, points)

    def test_unknown_is_no_band(self):
        self.assertEqual(self_test.band(None).value, None)

    def test_reason_names_the_bounds(self):
        [reason] = self_test.band(55).reasons
        self.assertEqual(reason.facts, {"points": 55, "lowest": 25, "highest": 55})

    def test_bands_leave_no_hole(self):
        for band, following in zip(self_test.BANDS, self_test.BANDS[1:], strict=False):
            self.assertEqual(band.highest + 1, following.lowest)

    def test_keys_that_miss_a_band(self):
        def missed(key):
            return [band.key for band in self_test.unreachable(key)]

        self.assertEqual(missed([(5, 2, 0)] * 15), [])
        self.assertEqual(missed([(5, 2, 0)] * 11), ["high"])
        self.assertEqual(missed([(60, 0)]), ["middle"])
        self.assertEqual(missed([(30, 26)] * 2), ["low"])
        self.assertEqual(missed([]), ["middle", "high"])
