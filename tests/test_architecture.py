"""What can be held by a test of what ``readme/DEVELOP.md`` promises."""

import ast
from pathlib import Path

from odoo.tests import BaseCase, tagged

ROOT = Path(__file__).resolve().parent.parent
SHIPPED = ("models", "queries", "engine", "wizard", "report", "controllers")
#: Methods that Odoo calls: their base method documents them.
ORM = {"create", "write", "unlink", "copy", "copy_data", "init", "read", "search"}
SQL_CALLS = {"execute", "execute_query", "execute_query_dict", "execute_values"}


def python_files(*folders):
    for folder in folders:
        yield from sorted((ROOT / folder).rglob("*.py"))


def parse(path):
    return ast.parse(path.read_text(), str(path))


def imported(tree):
    """Names of imported modules; relative ones begin with dots."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = "." * node.level + (node.module or "")
            yield base
            if not node.module:
                yield from (base + alias.name for alias in node.names)


def called_name(call):
    return getattr(call.func, "attr", getattr(call.func, "id", ""))


def where(path, node):
    return f"{path.relative_to(ROOT)}:{node.lineno}"


@tagged("post_install", "-at_install")
class TestArchitecture(BaseCase):
    def test_repository_root_is_the_module(self):
        for name in ("models", "views", "data", "security", "tests", "static"):
            self.assertTrue((ROOT / name).is_dir(), msg=name)
        for name in ("__manifest__.py", "__init__.py", "README.md"):
            self.assertTrue((ROOT / name).is_file(), msg=name)

    def test_engine_is_pure_python(self):
        """Facts in, verdicts out: no Odoo, no database, nothing of this module."""
        for path in python_files("engine"):
            for name in imported(parse(path)):
                first = name.split(".")[0]
                self.assertNotIn(first, ("odoo", "psycopg2"), path)
                self.assertFalse(
                    name.startswith("..") or first == "crm_reactivation",
                    msg=f"{path.name} imports {name}",
                )

    def test_queries_are_text_only(self):
        """They import SQL and each other; they run nothing and know no model."""
        allowed = {"odoo.tools", "typing", "dataclasses", "datetime"}
        for path in python_files("queries"):
            tree = parse(path)
            for name in imported(tree):
                self.assertTrue(
                    name in allowed or name.startswith(".") and name[1:2] != ".",
                    msg=f"{path.name} imports {name}",
                )
            for node in ast.walk(tree):
                if isinstance(node, ast.ImportFrom) and node.module == "odoo.tools":
                    names = {alias.name for alias in node.names}
                    self.assertEqual(names, {"SQL"}, path)

    def test_sql_runs_in_models_only(self):
        for path in ROOT.rglob("*.py"):
            top = path.relative_to(ROOT).parts[0]
            if top in ("models", "tests", "dev", "bench") or top.startswith("."):
                continue
            for node in ast.walk(parse(path)):
                if isinstance(node, ast.Call):
                    self.assertNotIn(called_name(node), SQL_CALLS, where(path, node))

    def test_a_model_lives_in_the_file_of_its_name(self):
        """... the lines of a document may share the file of the document."""
        for path in python_files("models", "wizard"):
            for node in ast.walk(parse(path)):
                if not isinstance(node, ast.ClassDef):
                    continue
                values = {
                    statement.targets[0].id: ast.literal_eval(statement.value)
                    for statement in node.body
                    if isinstance(statement, ast.Assign)
                    and getattr(statement.targets[0], "id", "") in ("_name", "_inherit")
                }
                name = values.get("_name")
                if name and name not in values.get("_inherit", ""):
                    file_name = name.replace(".", "_")
                    self.assertTrue(
                        f"{file_name}_".startswith(f"{path.stem}_"),
                        msg=where(path, node),
                    )

    def test_every_test_file_is_imported(self):
        imports = (ROOT / "tests" / "__init__.py").read_text().split()
        for path in (ROOT / "tests").glob("test_*.py"):
            self.assertIn(path.stem, imports)

    def test_every_data_file_is_in_the_manifest(self):
        manifest = ast.literal_eval((ROOT / "__manifest__.py").read_text())
        listed = {*manifest["data"], *manifest.get("demo", ())}
        for folder in ("views", "data", "security", "wizard", "report", "demo"):
            for path in (ROOT / folder).rglob("*"):
                if path.suffix in (".xml", ".csv"):
                    self.assertIn(str(path.relative_to(ROOT)), listed)
        for name in listed:
            self.assertTrue((ROOT / name).is_file(), msg=name)

    def test_assertions_compare_what_they_seem_to(self):
        """``assertTrue(found, expected)`` is always true when something was found."""
        for path in python_files("tests"):
            for node in ast.walk(parse(path)):
                if isinstance(node, ast.Call) and called_name(node) in (
                    "assertTrue",
                    "assertFalse",
                ):
                    self.assertEqual(len(node.args), 1, where(path, node))

    def test_translated_texts_are_constants(self):
        """A text put together before ``_()`` is in no translation file."""
        for path in python_files(*SHIPPED):
            for node in ast.walk(parse(path)):
                if isinstance(node, ast.Call) and called_name(node) in ("_", "_lt"):
                    self.assertTrue(
                        isinstance(node.args[0], ast.Constant), msg=where(path, node)
                    )

    def test_nothing_is_kept_in_modules(self):
        """One server serves several databases: what is kept in a process would be
        another company's."""
        kept = {"lru_cache", "WeakKeyDictionary", "ContextVar"}
        changing = {"append", "add", "update", "setdefault", "extend", "pop", "clear"}
        for path in python_files(*SHIPPED):
            tree = parse(path)
            constants = {
                name.id
                for node in tree.body
                if isinstance(node, (ast.Assign, ast.AnnAssign))
                for target in getattr(node, "targets", None) or [node.target]
                for name in ast.walk(target)
                if isinstance(name, ast.Name)
            }
            for node in ast.walk(tree):
                if isinstance(node, ast.Global):
                    self.fail(where(path, node))
                if isinstance(node, (ast.Name, ast.Attribute)):
                    name = getattr(node, "attr", getattr(node, "id", ""))
                    self.assertNotIn(name, kept, where(path, node))
                owner = getattr(getattr(node, "func", None), "value", None)
                if isinstance(node, ast.Call) and called_name(node) in changing:
                    self.assertNotIn(
                        getattr(owner, "id", ""), constants, where(path, node)
                    )
                if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store):
                    self.assertNotIn(
                        getattr(node.value, "id", ""), constants, where(path, node)
                    )

    def test_public_methods_are_documented(self):
        """Public methods, jobs and all of the engine say what they are for."""
        for path in python_files("models", "wizard", "engine", "queries"):
            for node in ast.walk(parse(path)):
                if not isinstance(node, ast.FunctionDef):
                    continue
                public = not node.name.startswith("_") or node.name.startswith("_cron_")
                if public and node.name not in ORM and not self._is_inner(path, node):
                    self.assertTrue(ast.get_docstring(node), msg=where(path, node))

    def _is_inner(self, path, function):
        """A function within a function needs no docstring of its own."""
        for node in ast.walk(parse(path)):
            if isinstance(node, ast.FunctionDef) and node.lineno < function.lineno:
                if node.end_lineno >= function.end_lineno:
                    return True
        return False

    def test_no_field_is_called_active_for_our_notion(self):
        """``active`` is Odoo's archive flag: filters would hide our customers."""
        for path in python_files("models"):
            for node in ast.walk(parse(path)):
                if not self._is_field(node):
                    continue
                name = node.targets[0].id
                self.assertNotIn(
                    name, ("inactive", "is_active", "is_inactive"), where(path, node)
                )
                if name == "active":
                    self.assertEqual(called_name(node.value), "Boolean")
                    default = {k.arg: k.value for k in node.value.keywords}["default"]
                    self.assertTrue(default.value, msg=where(path, node))

    def _is_field(self, node):
        """``name = fields.Something(…)``"""
        function = getattr(getattr(node, "value", None), "func", None)
        owner = getattr(getattr(function, "value", None), "id", "")
        return isinstance(node, ast.Assign) and owner == "fields"
