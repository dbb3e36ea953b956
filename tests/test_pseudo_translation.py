from unittest.mock import patch

from odoo.tests import tagged
from odoo.tools import html2plaintext
from odoo.tools.translate import CodeTranslations

from .assessment_case import AssessmentCase

MARK = "¤"
MODULE = "crm_reactivation"


class Marked(dict):
    """Translations in which each text is itself, with a mark."""

    def get(self, source, default=None):
        return MARK + source


@tagged("post_install", "-at_install")
class TestPseudoTranslation(AssessmentCase):
    """In a language that marks each text, sentences without a mark are hard-coded."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("fr_FR")
        original = CodeTranslations.get_python_translations

        def marked(self, module_name, lang):
            if module_name == MODULE and lang == "fr_FR":
                return Marked()
            return original(self, module_name, lang)

        cls.startClassPatcher(
            patch.object(CodeTranslations, "get_python_translations", marked)
        )

    def spoken(self, record):
        return record.with_user(self.manager).with_context(lang="fr_FR")

    def test_sentences_about_records(self):
        """What screens say in words of a card, its customer and an assessment."""
        self.insert_orders((self.partner, days, 100) for days in (430, 460, 490))
        self.refresh()
        self.the_card.action_go()
        found = 0
        for record in (self.the_card, self.the_card.customer_id):
            record = self.spoken(record)
            for name, field in record._fields.items():
                if not name.endswith("_text") or field.store:
                    continue
                value = record[name]
                if value and any(letter.isalpha() for letter in html2plaintext(value)):
                    found += 1
                    with self.subTest(record._name, field=name):
                        self.assertIn(MARK, value)
        self.assertGreater(found, 10)

    def test_overview(self):
        figures = self.spoken(self.env["reactivation.overview"]).get_figures()
        for section in figures["tiles"]:
            self.assertIn(MARK, section["title"])
            for tile in section["tiles"]:
                with self.subTest(tile["code"]):
                    for part in ("label", "help"):
                        self.assertIn(MARK, tile[part], part)
        for line in (*figures["funnel"], *figures["first_steps"]):
            with self.subTest(line["code"]):
                self.assertIn(MARK, line["label"])
