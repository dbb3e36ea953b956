"""Reach the development tools, which are not part of the wheel, from a test."""

import sys
import unittest
from pathlib import Path
from types import SimpleNamespace

DEV = Path(__file__).resolve().parent.parent / "dev"


def import_dev_tools():
    """Import the tools by their own names, as they import each other."""
    if not (DEV / "load_orders.py").exists():
        raise unittest.SkipTest("the development tools are not installed")
    sys.path.insert(0, str(DEV))
    try:
        import api_example
        import check_orders
        import demo_log
        import demo_names
        import load_orders
        import spreadsheet
        from tools import store_page, upgrade
    finally:
        sys.path.remove(str(DEV))
    return SimpleNamespace(
        api=api_example,
        check=check_orders,
        log=demo_log,
        names=demo_names,
        load=load_orders,
        page=store_page,
        spreadsheet=spreadsheet,
        upgrade=upgrade,
    )
