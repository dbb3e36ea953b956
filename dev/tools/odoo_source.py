"""Odoo 19 itself: fetched from Debian's archive, or the user's own by ODOO_DIR."""

import os
import re
import shutil
import subprocess
import sys
import threading
from pathlib import Path

from .base import (
    CACHE,
    STAMPS,
    STATE,
    Failure,
    digest,
    lock,
    run,
    say,
    stamp,
)

PREFIX = STATE / "odoo"
APT = CACHE / "apt"
PACKAGE = "odoo-19"
# Odoo's package links to files of these; the links are relative and resolve when all
# are unpacked side by side.
FONTS_AND_LIBRARIES = (
    *("libjs-jquery", "libjs-jquery-form", "libjs-underscore"),
    *("fonts-roboto-unhinted", "fonts-montserrat", "fonts-inconsolata"),
    *("fonts-ocr-b",),
)
ICONS = "fonts-font-awesome"
# (suite with Odoo 19, suite whose icon font is still 4.7, components)
SUITES = {
    "debian": ("sid", "bookworm", "main"),
    "ubuntu": ("devel", "jammy", "main universe"),
}
OWN_ODOO = (
    "To use an Odoo 19 that you already have (a checkout or an unpacked package) name "
    "it on every command: ODOO_DIR=/path/to/odoo"
)


class Odoo:
    """Where the parts of an Odoo are, whichever way it came."""

    def __init__(self, folder):
        self.folder = Path(folder).expanduser().resolve()
        for library in (self.folder, self.folder / "usr/lib/python3/dist-packages"):
            if (library / "odoo/release.py").exists():
                break
        else:
            raise Failure(f"{self.folder} holds no Odoo (odoo/release.py). {OWN_ODOO}")
        self.library = library
        scripts = ("odoo-bin", "setup/odoo")
        self.script = next(
            (library / name for name in scripts if (library / name).exists()), None
        )
        if not self.script:
            raise Failure(f"{self.folder} has no start script odoo-bin. {OWN_ODOO}")
        release = (library / "odoo/release.py").read_text()
        info = re.search(r"version_info = \(\s*['\"]?(?:saas~)?(\d+)", release)
        if not info or info[1] != "19":
            raise Failure(f"{self.folder} is not Odoo 19. {OWN_ODOO}")
        folders = (library / "odoo/addons", library / "addons")
        self.addons = [path for path in folders if (path / "crm").is_dir()]
        # the package also has an `addons` folder of bare Python files; the complete
        # modules are the ones with data
        self.addons = [path for path in self.addons if (path / "crm/views").is_dir()]
        if not self.addons:
            raise Failure(f"{self.folder} has no CRM application. {OWN_ODOO}")

    @property
    def version(self):
        """The package's version, or the commit of a checkout."""
        if self.folder == PREFIX:
            return (STAMPS / "odoo").read_text().split()[0]
        git = subprocess.run(
            ["git", "-C", self.folder, "rev-parse", "--short", "HEAD"],
            capture_output=True,
            text=True,
        )
        return f"19.0 in {self.folder} {git.stdout.strip()}".strip()

    @property
    def key(self):
        return digest(str(self.folder), self.version)


def find():
    """The Odoo in use; fetches it when there is none yet."""
    if own := os.environ.get("ODOO_DIR"):
        return Odoo(own)
    if not (STAMPS / "odoo").exists() or not PREFIX.is_dir():
        with lock("odoo"):
            if not (STAMPS / "odoo").exists() or not PREFIX.is_dir():
                _fetch()
    return Odoo(PREFIX)


def _distribution():
    try:
        text = Path("/etc/os-release").read_text()
    except OSError:
        text = ""
    names = re.findall(r'^ID(?:_LIKE)?="?([^"\n]*)', text, re.MULTILINE)
    words = " ".join(names).split()
    for name in ("ubuntu", "debian"):
        if name in words and shutil.which("apt-get"):
            return name
    raise Failure(
        "Odoo 19 is fetched from Debian's archive with apt, and this is neither "
        f"Debian nor Ubuntu. {OWN_ODOO}"
    )


def _archive_stanzas(path):
    """The entries of an apt source file as dictionaries, in either format."""
    text = path.read_text(errors="replace")
    if path.suffix == ".sources":
        for block in re.split(r"\n\s*\n", text):
            lines = [x for x in block.splitlines() if not x.startswith("#")]
            fields = re.findall(
                r"^([\w-]+):((?:.*)(?:\n[ \t].*)*)", "\n".join(lines), re.M
            )
            yield {name.title(): value.strip() for name, value in fields}
        return
    for line in text.splitlines():
        match = re.match(r"deb\s+(?:\[(.*?)\]\s+)?(\S+)\s+(\S+)\s", line)
        if match:
            options, address, suite = match.groups()
            stanza = {"Types": "deb", "Uris": address, "Suites": suite}
            for option in (options or "").split():
                name, _, value = option.partition("=")
                if name.lower() in ("signed-by", "trusted"):
                    stanza[name.title()] = value
            yield stanza


def _write_source(distribution):
    """Derive a source file for the newer suite from the machine's own sources."""
    suite, icons_suite, components = SUITES[distribution]
    etc = Path("/etc/apt")
    files = sorted(etc.glob("sources.list.d/*.sources")) + [
        etc / "sources.list",
        *sorted(etc.glob("sources.list.d/*.list")),
    ]
    for path in filter(Path.exists, files):
        for stanza in _archive_stanzas(path):
            address, suites = stanza.get("Uris", ""), stanza.get("Suites", "")
            own = "/ubuntu" if distribution == "ubuntu" else "/debian"
            archive = own in address and "debian-security" not in address
            if (
                stanza.get("Enabled", "yes") == "no"
                or "deb" not in stanza.get("Types", "").split()
                or not archive
                or all("-" in name for name in suites.split())
            ):
                continue
            stanza.update(
                Types="deb", Suites=f"{suite} {icons_suite}", Components=components
            )
            # apt knows this field by exactly this spelling in older versions
            stanza["URIs"] = stanza.pop("Uris")
            text = "".join(f"{name}: {value}\n" for name, value in stanza.items())
            (APT / "main.sources").write_text(text)
            return
    raise Failure(
        f"/etc/apt names no {distribution.title()} archive to fetch Odoo from. "
        f"{OWN_ODOO}"
    )


def _apt(*words):
    # Private lists and caches: nothing of the machine's own apt state is touched, and
    # no special rights are needed.
    options = {
        "Dir::Etc::sourcelist": APT / "main.sources",
        "Dir::Etc::sourceparts": "-",
        "Dir::State::lists": APT / "lists",
        "Dir::Cache": APT / "cache",
        "APT::Sandbox::User": "root",
        "Acquire::Languages": "none",
        "Acquire::Retries": "3",
        "Acquire::IndexTargets::deb::DEP-11::DefaultEnabled": "false",
    }
    command = list(words)
    for name, value in options.items():
        command += ["-o", f"{name}={value}"]
    return command


def _fetch():
    distribution = _distribution()
    suite, icons_suite, _components = SUITES[distribution]
    for folder in ("lists/partial", "cache/archives/partial", "packages"):
        (APT / folder).mkdir(parents=True, exist_ok=True)
    _write_source(distribution)
    say(f"reading the package lists of {distribution.title()} {suite}")
    # A hook of the machine may fail without special rights although the lists came;
    # what counts is whether the package is known afterwards.
    update = subprocess.run(
        _apt("apt-get", "update", "-q"), capture_output=True, text=True
    )
    shown = subprocess.run(
        _apt("apt-cache", "show", PACKAGE), capture_output=True, text=True
    ).stdout
    version = re.search(r"^Version: (\S+)", shown, re.MULTILINE)
    if not version:
        if update.returncode or "Failed to fetch" in update.stderr:
            print(update.stderr.strip(), file=sys.stderr)
            raise Failure(
                "the package lists could not be fetched. Is the network up? Then run "
                f"the same command again. {OWN_ODOO}"
            )
        raise Failure(
            f"the archive of {distribution.title()} ({suite}) does not offer "
            f"{PACKAGE} any more. {OWN_ODOO}"
        )
    sizes = map(int, re.findall(r"^Size: (\d+)", shown, re.MULTILINE))
    packages = [f"{PACKAGE}={version[1]}"]
    packages += [f"{name}/{suite}" for name in FONTS_AND_LIBRARIES]
    packages.append(f"{ICONS}/{icons_suite}")
    _download(packages, next(sizes, 0))

    say(f"unpacking Odoo {version[1]} into .odoo/odoo")
    partial = STATE / "odoo.partial"
    for folder in (partial, PREFIX):
        shutil.rmtree(folder, ignore_errors=True)
    partial.mkdir()
    for deb in sorted((APT / "packages").glob("*.deb")):
        run(
            ["dpkg-deb", "-x", deb, partial],
            "The download is damaged or the disk is full; run “make clean” and the "
            "same command again.",
        )
    partial.replace(PREFIX)
    stamp("odoo", f"{version[1]} {suite}\n")
    shutil.rmtree(APT)  # 160 MB that nothing needs any more
    say(f"Odoo {version[1]} (package {PACKAGE} of {distribution.title()} {suite})")


def _download(packages, main_size):
    """apt-get download: checks the hashes, and keeps the files that are complete."""
    folder = APT / "packages"
    size = f"{main_size / 1e6:.0f} MB"
    say(f"downloading {PACKAGE} ({size}) and {len(packages) - 1} more")
    finished = threading.Event()

    def report():
        step = 1 if sys.stdout.isatty() else 15
        while not finished.wait(step):
            done = sum(path.stat().st_size for path in folder.glob("**/*.deb*"))
            say(f"  {done / 1e6:.0f} of about {main_size / 1e6 + 5:.0f} MB")

    reporter = threading.Thread(target=report, daemon=True)
    reporter.start()
    try:
        run(
            _apt("apt-get", "download", "-q", *packages),
            "Is the network up? Run the same command again; complete files are kept.",
            cwd=folder,
        )
    finally:
        finished.set()
        reporter.join()
