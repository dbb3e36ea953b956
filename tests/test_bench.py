"""bench/: the floor runs, and README's table is what the results say."""

import importlib.util
import json
import sys
import unittest
from importlib.machinery import SourceFileLoader
from pathlib import Path
from tempfile import TemporaryDirectory

from odoo.tests import TransactionCase, tagged
from odoo.tools import SQL

BENCH = Path(__file__).resolve().parent.parent / "bench"

RESULTS = {
    "size": "s",
    "customers": 20000,
    "orders": 160000,
    "open_cards": 5000,
    "machine": "a machine",
    "lines": {
        "quiet_night": {
            "title": "A quiet night",
            "metrics": {"seconds": 0.5, "times_floor": 2.5, "rows": 0},
            "targets": {"times_floor": ["<=", 2], "rows": ["<=", 0]},
            "reached": {"times_floor": False, "rows": True},
        },
        "loop": {
            "title": "Without a target",
            "metrics": {"seconds": 1.5},
            "targets": {},
            "reached": {},
        },
    },
}


@tagged("post_install", "-at_install")
class TestBench(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        if not (BENCH / "readme").exists():
            raise unittest.SkipTest("the benchmarks are not installed")
        sys.path.insert(0, str(BENCH))
        cls.addClassCleanup(sys.path.remove, str(BENCH))
        cls.readme = cls.program("readme")
        cls.floor = cls.program("floor.py")
        cls.catalogue = cls.program("catalogue.py")

    @classmethod
    def program(cls, name):
        """Import a program of bench/ without leaving its name behind."""
        loader = SourceFileLoader(f"bench_{name.partition('.')[0]}", str(BENCH / name))
        spec = importlib.util.spec_from_loader(loader.name, loader)
        module = importlib.util.module_from_spec(spec)
        loader.exec_module(module)
        return module

    def results(self, **sizes):
        """A folder with results by size, removed after the test."""
        folder = TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        for size, content in sizes.items():
            (Path(folder.name) / f"{size}.json").write_text(json.dumps(content))
        return Path(folder.name)

    def test_the_floor_counts_every_customer_who_bought(self):
        partners = self.env["res.partner"].create([{"name": "One"}, {"name": "Two"}])
        contact = self.env["res.partner"].create(
            {"name": "Contact", "parent_id": partners[0].id}
        )
        before = self.groups()
        self.env["sale.order"].create(
            [
                {"partner_id": partner.id, "state": "sale"}
                for partner in (contact, partners[0], partners[1])
            ]
        ).flush_recordset()
        self.assertEqual(self.groups() - before, 2, "a contact counts for its company")

    def groups(self):
        """Rows of the floor's first statement, the one over orders."""
        [query, *__] = self.floor.statements(self.env)
        [[count]] = self.env.execute_query(SQL("SELECT COUNT(*) FROM (%s) q", query))
        return count

    def test_the_floor_reads_each_signal(self):
        statements = self.floor.statements(self.env)
        signals = self.env["reactivation.signal"]._catalogue()
        of_mailings = [code for code in signals if code.startswith("mail_")]
        self.assertEqual(len(statements), 2 + len(signals) - len(of_mailings))
        for query in statements:
            self.env.execute_query(query)

    def test_a_missed_target_is_in_bold(self):
        text = self.readme.section(self.results(s=RESULTS))
        self.assertIn(
            "| A quiet night | ≤ 2.00 × floor, ≤ 0 rows written |"
            " **2.50 × floor** (500 ms), 0 rows written |",
            text,
        )
        self.assertNotIn("Without a target", text)
        self.assertIn("160,000 orders, 5,000 open cards. a machine.", text)

    def test_growth_between_sizes(self):
        line = RESULTS["lines"]["quiet_night"]
        slower = {**line, "metrics": {**line["metrics"], "seconds": 5.0}}
        larger = {**RESULTS, "customers": 200000, "lines": {"quiet_night": slower}}
        text = self.readme.section(self.results(s=RESULTS, m=larger))
        self.assertIn(
            "| A quiet night: growth | ≤ exponent 1.05 | – | exponent 1.00 |", text
        )

    def test_targets(self):
        at_most, at_least = self.catalogue.at_most, self.catalogue.at_least
        self.assertTrue(self.catalogue.reached(2, at_most(2)))
        self.assertFalse(self.catalogue.reached(2.01, at_most(2)))
        self.assertTrue(self.catalogue.reached(300, at_least(300)))
        self.assertFalse(self.catalogue.reached(299, at_least(300)))

    def test_only_the_text_between_the_markers_changes(self):
        folder = self.results(s=RESULTS)
        path = folder / "README.md"
        begin, end = self.readme.BEGIN, self.readme.END
        path.write_text(f"before\n{begin}\nolder figures\n{end}\nafter\n")
        self.readme.write(path, folder)
        table = self.readme.section(folder)
        self.assertEqual(path.read_text(), f"before\n{begin}\n{table}\n{end}\nafter\n")

    def test_without_markers_nothing_is_written(self):
        folder = self.results(s=RESULTS)
        path = folder / "README.md"
        path.write_text("by hand")
        with self.assertRaisesRegex(SystemExit, "has no lines"):
            self.readme.write(path, folder)
        self.assertEqual(path.read_text(), "by hand")

    def test_the_readme_says_what_was_measured(self):
        """No figure is typed by hand, and none is left behind."""
        text = (BENCH.parent / "README.md").read_text()
        __, __, rest = text.partition(self.readme.BEGIN)
        table, __, __ = rest.partition(self.readme.END)
        self.assertEqual(table.strip(), self.readme.section(BENCH / "results").strip())
