from pathlib import Path

from lxml import etree

from odoo.modules import get_module_path
from odoo.tests import TransactionCase, tagged

MODULE = "crm_reactivation"
#: What tells a screen reader, or whoever hovers, what an icon means.
NAMES = {"title", "aria-label", "data-tooltip", "t-att-title", "t-att-aria-label"}
#: Elements that a keyboard reaches and triggers by itself.
NATIVE = {"a", "button", "input", "select", "textarea", "label", "summary"}
WITH_SAMPLE = ("pivot", "graph")


def words(node):
    """Everything that an element says."""
    return "".join(node.itertext()).strip() or node.xpath(
        "descendant-or-self::*[@t-out or @t-esc or self::field or @t-slot]"
    )


def is_icon(node):
    classes = f"{node.get('class', '')} {node.get('t-attf-class', '')}".split()
    return node.tag in ("i", "span") and ("fa" in classes or "oi" in classes)


@tagged("post_install", "-at_install")
class TestAccessibility(TransactionCase):
    """Icons have names, the keyboard reaches what the mouse does, empty screens say
    what to do."""

    def views(self):
        """The module's own view archs, by name."""
        records = self.env["ir.model.data"].search(
            [("module", "=", MODULE), ("model", "=", "ir.ui.view")]
        )
        views = self.env["ir.ui.view"].browse(records.mapped("res_id"))
        self.assertTrue(views)
        return {
            view.key or view.name: etree.fromstring(view.arch_db)
            for view in views
            if view.arch_db
        }

    def templates(self):
        files = Path(get_module_path(MODULE), "static", "src").rglob("*.xml")
        return {path.name: etree.parse(path).getroot() for path in files}

    def elements(self):
        for name, root in {**self.views(), **self.templates()}.items():
            for node in root.iter(etree.Element):
                yield name, node

    def test_icons_have_a_name(self):
        for name, node in self.elements():
            if not is_icon(node) or NAMES & set(node.attrib):
                continue
            parent = node.getparent()
            named = parent is not None and (words(parent) or NAMES & set(parent.attrib))
            with self.subTest(name, icon=etree.tostring(node)[:120]):
                self.assertTrue(named, msg="an icon without words has a title")

    def test_buttons_have_a_name(self):
        for name, node in self.elements():
            if node.tag != "button" or node.get("position"):
                continue
            with self.subTest(name, button=etree.tostring(node)[:120]):
                self.assertTrue(
                    NAMES & set(node.attrib)
                    or node.get("string")
                    or words(node)
                    or node.xpath(".//*[@title or @aria-label or @t-att-title]")
                    or node.xpath(".//t[@t-call]"),
                    msg="a button without words has a title",
                )

    def test_pictures_have_a_text(self):
        for name, node in self.elements():
            if node.tag == "img":
                with self.subTest(name, image=etree.tostring(node)[:120]):
                    self.assertTrue({"alt", "t-att-alt"} & set(node.attrib))

    def test_the_keyboard_does_what_the_mouse_does(self):
        """A handler of clicks is on something that can be focused and triggered."""
        for name, root in self.templates().items():
            for node in root.iter(etree.Element):
                handlers = [key for key in node.attrib if key.startswith("t-on-click")]
                if not handlers or node.tag in NATIVE or node.tag[0].isupper():
                    continue
                with self.subTest(name, element=etree.tostring(node)[:120]):
                    self.assertIn("tabindex", "".join(node.attrib))
                    self.assertTrue(
                        [key for key in node.attrib if key.startswith("t-on-key")]
                    )

    # -- empty screens

    def test_graphs_and_pivots_show_samples(self):
        for name, root in self.views().items():
            if root.tag in WITH_SAMPLE:
                with self.subTest(name):
                    self.assertEqual(root.get("sample"), "1")

    def lists_of_menus(self):
        """Window actions of our menus, without those that open a form, by menu."""
        menus = self.env["ir.model.data"].search(
            [("module", "=", MODULE), ("model", "=", "ir.ui.menu")]
        )
        return {
            menu: menu.action
            for menu in self.env["ir.ui.menu"].browse(menus.mapped("res_id"))
            if menu.action
            and menu.action._name == "ir.actions.act_window"
            and menu.action.view_mode != "form"  # a page of settings is never empty
        }

    def test_empty_screens_say_what_to_do(self):
        """Each action of a menu has words for when there is nothing."""
        windows = self.lists_of_menus()
        self.assertTrue(windows)
        for action in windows.values():
            with self.subTest(action.get_external_id()[action.id]):
                self.assertIn("<p", action.help or "")

    def test_empty_screens_show_samples(self):
        """Lists and kanbans of daily work; not those that come filled, to set up."""
        config = self.env.ref("crm_reactivation.menu_config")
        for menu, action in self.lists_of_menus().items():
            for view_id, kind in action.views:
                if menu.parent_id == config or kind not in ("list", "kanban"):
                    continue
                view = self.env[action.res_model].get_view(view_id, kind)
                with self.subTest(menu.complete_name, kind=kind):
                    self.assertEqual(etree.fromstring(view["arch"]).get("sample"), "1")
