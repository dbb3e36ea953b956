import ast

from odoo.tests import BaseCase, tagged

from .test_architecture import ROOT, called_name, parse, python_files, where


@tagged("post_install", "-at_install")
class TestArchitectureSudo(BaseCase):
    """Who steps over access rules says beside it why that is safe."""

    def steps_over_rules(self, call):
        """``sudo()`` and its other spellings; ``sudo(False)`` takes rights away."""
        if called_name(call) == "sudo":
            return not call.args
        if called_name(call) == "with_user":
            return "SUPERUSER" in ast.dump(call)
        return any(
            keyword.arg in ("su", "compute_sudo")
            and getattr(keyword.value, "value", True)
            for keyword in call.keywords
        )

    def beside(self, lines, statement):
        """Comments in a statement (of ``if`` and ``for``: before their body), directly
        above and below it."""
        first, last = statement.lineno - 1, statement.end_lineno
        body = getattr(statement, "body", None)
        if isinstance(body, list):
            last = body[0].lineno - 1
        while first and lines[first - 1].lstrip().startswith("#"):
            first -= 1
        return [line.partition("#")[2] for line in lines[first : last + 1]]

    def unexplained(self, path):
        """Places of a file that do not say why."""
        lines = path.read_text().splitlines()
        nodes = list(ast.walk(parse(path)))
        statements = [node for node in nodes if isinstance(node, ast.stmt)]
        for call in nodes:
            if isinstance(call, ast.Call) and self.steps_over_rules(call):
                around = [
                    statement
                    for statement in statements
                    if statement.lineno <= call.lineno <= statement.end_lineno
                ]
                inner = max(around, key=lambda s: (s.lineno, -s.end_lineno))
                if not any("sudo:" in text for text in self.beside(lines, inner)):
                    yield f"{where(path, call)}: {lines[call.lineno - 1].strip()}"

    def test_every_sudo_says_why(self):
        paths = [
            *python_files("models", "wizard", "report", "controllers"),
            ROOT / "hooks.py",
        ]
        found = [place for path in paths for place in self.unexplained(path)]
        self.assertFalse(
            found,
            msg="Write “# sudo: why it is safe” (or “# sudo: see …”) above these lines"
            " or at their end:\n" + "\n".join(found),
        )
