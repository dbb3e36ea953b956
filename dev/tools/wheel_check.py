"""The wheel as a stranger installs it: with pip, beside an Odoo without a checkout."""

import os
import shutil
import subprocess

from . import databases, lifecycle, postgres, python_env, setup
from .base import DEV, LOG, MODULE, STATE, Failure, run, say

FOLDER = STATE / "wheel-check"
#: Where the add-on was imported from; the last line that the shell prints.
WHERE = f"""
import odoo.addons.{MODULE} as module
print("imported from", module.__file__)
"""


def _environment(wheel):
    """A fresh environment with Odoo's requirements and the wheel; its Python."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    interpreter, _version = python_env.interpreter()
    run([interpreter, "-m", "venv", FOLDER], "Is the Python installation complete?")
    python = FOLDER / "bin/python"
    pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    say("installing Odoo's requirements and the wheel into a fresh environment")
    run(
        [*pip, "--no-deps", "--only-binary=:all:", "-r", DEV / "requirements.txt"],
        "Is the network up?",
    )
    run([*pip, "--no-deps", "--no-index", wheel], "The reason is above.")
    return python


def _odoo(python, odoo, database, log, arguments, script=None):
    """Run Odoo in the fresh environment, which does not know the checkout's add-on.

    :return: what it wrote
    :raise Failure: it stopped, warned or complained
    """
    path = LOG / log
    # the template of the tests has an add-on of the tools; the one tried is not there
    folders = [*odoo.addons, DEV / "addons"]
    environment = setup.environment(odoo)
    environment["PYTHONPATH"] = str(odoo.library)
    # the configuration of the checkout names its add-ons: leave it out
    environment["ODOO_RC"] = os.devnull
    with open(path, "w") as output:
        process = subprocess.run(
            [
                *(str(python), str(odoo.script), *arguments),
                *("-d", database, "--no-http", "--max-cron-threads=0"),
                f"--addons-path={','.join(map(str, folders))}",
                f"--data-dir={setup.DATA}",
                *("--db_host", str(postgres.socket_folder())),
                *("--db_port", str(postgres.PORT), "--db_user", postgres.USER),
            ],
            env=environment,
            input=script or "",
            stdout=output,
            stderr=subprocess.STDOUT,
            text=True,
            cwd=FOLDER,
        )
    text = path.read_text(errors="replace")
    complaints = [x for x in text.splitlines() if lifecycle.COMPLAINT.search(x)]
    if process.returncode or complaints:
        print("\n".join(complaints or text.splitlines()[-20:]))
        raise Failure(f"the wheel does not work. The complete log is {path}.")
    return text


def check_install(odoo, wheel):
    """Install the wheel and the module, then work with it as a company does.

    :raise Failure: anything of it fails, or the add-on came from somewhere else
    """
    python = _environment(wheel)
    database = f"test_wheel_{os.getpid()}"
    databases.clone(databases.template(odoo, "core"), database)
    try:
        say("installing the module from the wheel")
        install = ["-i", MODULE, "--stop-after-init"]
        _odoo(python, odoo, database, "wheel-install.log", install)
        script = (DEV / "tools" / "scripts" / "life.py").read_text() + WHERE
        text = _odoo(python, odoo, database, "wheel-work.log", ["shell"], script)
        if f"imported from {FOLDER}" not in text:
            raise Failure("the add-on was not imported from the fresh environment.")
    finally:
        databases.drop(database)
    shutil.rmtree(FOLDER, ignore_errors=True)
    say("the wheel installs, and the module works from it")
