import contextlib
import io
import re
from pathlib import Path

import polib
from lxml import etree

from odoo.exceptions import ValidationError
from odoo.modules import get_module_path
from odoo.tests import TransactionCase, tagged
from odoo.tools.translate import code_translations, trans_export

MODULE = "crm_reactivation"
FIELD = "model:ir.model.fields,"

#: Attributes that people read on a screen.
SPOKEN = {
    *("string", "placeholder", "help", "confirm", "title", "alt", "aria-label"),
    *("sum", "avg", "label", "data-tooltip", "confirm-title", "confirm-label"),
    *("cancel-label", "add-label", "value_label", "aria-placeholder"),
    *("aria-roledescription", "aria-valuetext"),
}
PLACEHOLDERS = re.compile(r"%\(\w+\)\w|%%|%s|\$?\{[^}]*\}")
TAGS = re.compile(r"</?\w+")
#: French puts a space that does not break in front of these marks (%s is none).
BREAKING = re.compile("(?: [:;!?»]| %(?![(s])|« )")
#: A sentence inside an expression or an option: out of reach of translations.
BURIED = re.compile(r"""['"][A-Z][a-z]+(?: [a-z]+)+['".]""")


def pieces(root):
    """Every text that a tree shows, white space aside."""
    found = set()
    for node in root.iter(etree.Element):
        name = node.get("name", "") if node.tag == "attribute" else ""
        shown = [node.tail] if node is not root else []
        if node.tag not in ("script", "style") and (
            node.tag != "attribute" or name in SPOKEN
        ):
            shown.append(node.text)
        # the attributes of a component are expressions, but for "title.translate"
        component = node.tag[0].isupper()
        shown += [
            value
            for key, value in node.attrib.items()
            if key.removesuffix(".translate") in SPOKEN
            and (key.endswith(".translate") or not component)
        ]
        # comments split a text in two
        shown += [note.tail for note in node.iterchildren(etree.Comment)]
        found.update(" ".join(text.split()) for text in shown if text)
    return {text for text in found if any(letter.isalpha() for letter in text)}


def fragment(text):
    """A term as a tree; a term without markup may hold any character."""
    if "<" in text:
        with contextlib.suppress(etree.XMLSyntaxError):
            return etree.fromstring(f"<term>{text}</term>")
    term = etree.Element("term")
    term.text = text
    return term


@tagged("post_install", "-at_install")
class TestTranslations(TransactionCase):
    """Whatever is on a screen can be translated, and is in French."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        folder = Path(get_module_path(MODULE))
        cls.template = polib.pofile(str(folder / "i18n" / f"{MODULE}.pot"))
        cls.french = polib.pofile(str(folder / "i18n" / "fr.po"))
        cls.folder = folder
        buffer = io.BytesIO()
        trans_export(False, [MODULE], buffer, "po", cls.env)
        cls.exported = polib.pofile(buffer.getvalue().decode())
        cls.terms = {entry.msgid for entry in cls.exported}
        cls.pieces = {piece for term in cls.terms for piece in pieces(fragment(term))}
        cls.env["res.lang"]._activate_lang("fr_FR")
        cls.env["ir.module.module"]._load_module_terms([MODULE], ["fr_FR"])

    def is_own(self, entry):
        """Whether the term is the module's, not one of a field that others lend it.

        Which apps are installed decides about those: "SMS Delivery error".
        """
        return any(self.is_own_occurrence(place) for place, _line in entry.occurrences)

    def is_own_occurrence(self, place):
        if not place.startswith(FIELD):
            return True
        record = self.env.ref(place.partition(":")[2].split(":", 1)[1].strip(), False)
        if not record or record.model not in self.env:
            return False
        field = self.env[record.model]._fields.get(record.name)
        return bool(field) and MODULE in field._modules

    # -- files

    def test_template_is_current(self):
        """A new text without a new export would stay English."""
        missing = {
            entry.msgid
            for entry in self.exported
            if self.is_own(entry) and not self.template.find(entry.msgid)
        }
        self.assertFalse(missing, msg="export again: dev/odoo i18n export")
        gone = {
            entry.msgid
            for entry in self.template
            if entry.msgid not in self.terms
            and not all(place.startswith(FIELD) for place, _line in entry.occurrences)
        }
        self.assertFalse(gone, msg="export again: dev/odoo i18n export")

    def test_french_is_complete(self):
        self.assertEqual(
            {entry.msgid for entry in self.french},
            {entry.msgid for entry in self.template},
        )
        self.assertFalse([entry.msgid for entry in self.french.untranslated_entries()])
        self.assertFalse([entry.msgid for entry in self.french.fuzzy_entries()])
        self.assertFalse([entry.msgid for entry in self.french.obsolete_entries()])

    def test_placeholders_and_tags_are_kept(self):
        for entry in self.french:
            for pattern in (PLACEHOLDERS, TAGS):
                self.assertEqual(
                    sorted(pattern.findall(entry.msgid)),
                    sorted(pattern.findall(entry.msgstr)),
                    entry.msgid,
                )

    def test_french_typography(self):
        own = [entry for entry in self.french if self.is_own(entry)]
        broken = [
            entry.msgstr
            for entry in own
            if BREAKING.search(re.sub(r"<[^>]*>", "", entry.msgstr))
        ]
        self.assertFalse(broken, msg="spaces that do not break before : ; ! ? % »")

    # -- screens

    def views(self):
        """The module's own view archs, as written."""
        records = self.env["ir.model.data"].search(
            [("module", "=", MODULE), ("model", "=", "ir.ui.view")]
        )
        views = self.env["ir.ui.view"].browse(records.mapped("res_id"))
        self.assertTrue(views)
        return {
            view.key or view.name: etree.fromstring(arch)
            for view in views
            if (arch := view.with_context(lang=None).arch_db)
        }

    def templates(self):
        """The templates of the module's own components."""
        files = (self.folder / "static" / "src").rglob("*.xml")
        return {path.name: etree.parse(path).getroot() for path in files}

    def test_every_text_can_be_translated(self):
        """Texts and attributes of views and templates are among the terms."""
        for name, root in {**self.views(), **self.templates()}.items():
            with self.subTest(name):
                self.assertFalse(pieces(root) - self.pieces)

    def test_no_text_in_expressions(self):
        """Nobody can translate a sentence that an option or expression spells out."""
        for name, root in {**self.views(), **self.templates()}.items():
            for node in root.iter(etree.Element):
                for key, value in node.attrib.items():
                    if key in ("options", "context") or key.startswith("t-"):
                        with self.subTest(name, key=key):
                            self.assertNotRegex(value, BURIED)

    # -- what French people read

    def french_env(self):
        return self.env(context={**self.env.context, "lang": "fr_FR"})

    def test_records(self):
        env = self.french_env()
        category = env.ref("crm_reactivation.category_over_18")
        self.assertEqual(category.name, "Plus de 18 mois")
        self.assertIn("Habitudes fortes", category.requirements)
        self.assertIn("Restez joignable", category.playbook)
        menu = env.ref("crm_reactivation.menu_board")
        self.assertEqual(menu.name, "Tableau")

    def test_labels(self):
        env = self.french_env()
        fields = env["reactivation.customer"].fields_get(
            ["inactivity_level", "user_id", "threshold_text"]
        )
        self.assertEqual(
            dict(fields["inactivity_level"]["selection"])["very_inactive"],
            "Très inactif",
        )
        self.assertEqual(fields["user_id"]["string"], "Vendeur")
        self.assertEqual(fields["threshold_text"]["string"], "Seuil")

    def test_views(self):
        env = self.french_env()
        arch = env["reactivation.episode"].get_view(view_type="search")["arch"]
        self.assertIn('string="Mes cartes"', arch)
        self.assertNotIn('string="My cards"', arch)
        arch = env["reactivation.customer"].get_view(view_type="form")["arch"]
        self.assertIn("Pourquoi ce niveau", arch)

    def test_messages(self):
        env = self.french_env()
        partner = env["res.partner"].create({"name": "Garage Durand"})
        with self.assertRaisesRegex(ValidationError, "daté dans le futur"):
            env["reactivation.purchase"].create(
                {"partner_id": partner.id, "date": "2999-01-01", "amount": 10}
            )
        words = env["reactivation.duration.mixin"]._duration_in_words(400)
        self.assertEqual(words, "13 mois")

    def test_components(self):
        texts = code_translations.get_web_translations(MODULE, "fr_FR")["messages"]
        texts = {text["id"]: text["string"] for text in texts}
        self.assertEqual(texts["Show all cards"], "Afficher toutes les cartes")
        self.assertEqual(texts["Usual rhythm"], "Rythme habituel")
