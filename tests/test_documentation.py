import re
from pathlib import Path

from odoo.modules import get_module_path
from odoo.tests import TransactionCase, tagged

from .dev_tools import import_dev_tools

MODULE = "crm_reactivation"
#: *CRM > Reactivation > Board* in the guides; apps that need not be there are left out.
PATH = re.compile(r"\*((?:CRM|Email Marketing|E-mail Marketing) > [^*]+)\*")
#: Of the apps that are always there, but not menus: Odoo's own settings page.
NOT_MENUS = {"CRM > Configuration > Settings"}


@tagged("post_install", "-at_install")
class TestDocumentation(TransactionCase):
    """What the guides name is there."""

    def fragments(self):
        folder = Path(get_module_path(MODULE))
        files = [*(folder / "readme").glob("*.md"), folder / "README.md"]
        self.assertGreater(len(files), 10)
        return {path.name: path.read_text() for path in files}

    def test_page_is_what_the_fragments_say(self):
        """`dev/readme` writes the page again; pictures and links lead somewhere."""
        page = import_dev_tools().page
        self.assertEqual(page.problems(), [])

    def known_menus(self, lang):
        self.env.invalidate_all()  # full names are kept in the first language read
        menus = self.env["ir.ui.menu"].with_context(lang=lang).search([])
        return {menu.complete_name.replace("/", " > ") for menu in menus}

    def test_menus_that_are_named_exist(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        apps = ["crm", "mass_mailing", MODULE]
        self.env["ir.module.module"]._load_module_terms(apps, ["fr_FR"])
        english, french = self.known_menus("en_US"), self.known_menus("fr_FR")
        for name, text in self.fragments().items():
            known = french if name.endswith(".fr.md") else english
            for path in PATH.findall(text):
                path = " ".join(path.split())
                if path not in NOT_MENUS:
                    with self.subTest(name, path=path):
                        self.assertIn(path, known)

    def test_markdown(self):
        markdown = import_dev_tools().page.markdown
        self.assertEqual(
            markdown.render("# A & b\n\nSome **bold** `*code*`\n*italic* [x](y.md)."),
            "<h3>A &amp; b</h3>\n<p>Some <b>bold</b> <code>*code*</code>\n<i>italic</i>"
            ' <a href="y.md">x</a>.</p>\n',
        )
        self.assertEqual(
            markdown.render("- one\n  more\n- two\n\n| a | b |\n|---|---|\n| 1 | 2 |"),
            "<ul>\n<li>one\nmore</li>\n<li>two</li>\n</ul>\n"
            '<table class="table table-sm">\n<thead><tr><th>a</th><th>b</th></tr>'
            "</thead>\n<tbody>\n<tr><td>1</td><td>2</td></tr>\n</tbody>\n</table>\n",
        )
        self.assertEqual(
            markdown.render("1. one\n\n    code < 1"),
            "<ol>\n<li>one</li>\n</ol>\n<pre>code &lt; 1</pre>\n",
        )
