"""Everything that Odoo needs to run here, in order; each step is skipped when done."""

import os

from . import odoo_source, postgres, python_env
from .base import DEV, LOG, MODULE, ROOT, STATE, Failure, prepare_state

CONFIG = STATE / "odoo.conf"
DATA = STATE / "data"
LINKED = STATE / "addons"


def ensure():
    """Set up Odoo, its environment and the database server; returns the Odoo."""
    prepare_state()
    # The database server comes first: when it is missing, better to learn it before
    # the downloads than after them.
    postgres.server_binaries()
    python_env.ensure_venv()
    odoo = odoo_source.find()
    _link_module()
    postgres.ensure_running()
    _configure(odoo)
    return odoo


#: Top-level entries of the checkout that are not part of the module.
NOT_THE_MODULE = {"dev", "bench", "dist", "Makefile", "pyproject.toml"}


def _link_module():
    """Odoo knows a module by the name of its folder; the checkout may have any name.

    Entry by entry: a link to the checkout itself would lead back into `.odoo/` and so
    to itself, and Odoo follows links when it looks for texts to translate.
    """
    LINKED.mkdir(exist_ok=True)
    folder = LINKED / MODULE
    if folder.is_symlink():
        folder.unlink()
    folder.mkdir(exist_ok=True)
    wanted = {
        path.name
        for path in ROOT.iterdir()
        if not path.name.startswith(".") and path.name not in NOT_THE_MODULE
    }
    for link in folder.iterdir():
        if link.name not in wanted and link.is_symlink():
            link.unlink()
    for name in wanted:
        link = folder / name
        if not link.is_symlink():
            link.symlink_to(os.path.join("..", "..", "..", name))


def _configure(odoo):
    DATA.mkdir(exist_ok=True, mode=0o700)
    folders = [*odoo.addons, LINKED, DEV / "addons"]
    if any("," in str(path) for path in folders):
        raise Failure(f"Odoo cannot live below a path with a comma: {ROOT}")
    text = f"""[options]
addons_path = {",".join(map(str, folders))}
data_dir = {DATA}
db_host = {postgres.socket_folder()}
db_port = {postgres.PORT}
db_user = {postgres.USER}
db_maxconn = 32
http_interface = 127.0.0.1
screenshots = {LOG / "browser"}
"""
    if not CONFIG.exists() or CONFIG.read_text() != text:
        partial = CONFIG.with_suffix(f".{os.getpid()}")
        partial.write_text(text.replace("%", "%%"))
        partial.replace(CONFIG)


def environment(odoo):
    """Environment variables with which `import odoo` and psycopg2 find everything."""
    path = [str(odoo.library)]
    if inherited := os.environ.get("PYTHONPATH"):
        path.append(inherited)
    # Odoo and libpq read these too; the user's own must not lead somewhere else
    foreign = ("PGDATABASE", "PGPASSWORD", "PGSSLMODE", "PGSERVICE", "OPENERP_SERVER")
    inherited = {k: v for k, v in os.environ.items() if k not in foreign}
    return {
        **inherited,
        **postgres.environment(),
        "ODOO_RC": str(CONFIG),
        "PYTHONPATH": os.pathsep.join(path),
        "PYTHONUNBUFFERED": "1",
        # compiled files stay out of the source folders
        "PYTHONPYCACHEPREFIX": str(STATE / "pycache"),
    }


def odoo_command(odoo):
    return [str(python_env.PYTHON), str(odoo.script)]
