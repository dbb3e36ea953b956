"""The page of the Apps list, out of the fragments of readme/."""

import re

from . import markdown
from .base import ROOT

PAGE = ROOT / "static/description/index.html"
#: Fragments of the page, in its order, with the titles of their sections.
SECTIONS = {
    "DESCRIPTION": None,
    "GUIDE": "The guide, by role",
    "INSTALL": "Installation",
    "CONFIGURE": "Configuration",
    "RECIPES": "Recipes by sector",
    "USAGE": "All screens",
    "SCORES": "How each figure is computed",
    "FAQ": "Questions and answers",
    "ROADMAP": "Known limits",
    "HISTORY": "Changes",
    "CONTRIBUTORS": "Contributors",
}
HEAD = """\
<!-- made by dev/readme out of readme/: change the fragments, not this file -->
<section class="oe_container">
<h2 class="oe_slogan">Customer Reactivation</h2>
<h3 class="oe_slogan">Who went silent, how hard each is to win back, and when</h3>
<p><img src="banner.png" alt="Inactive customers in four columns" /></p>
"""
#: From the fragments pictures are below their parent's static/, here beside the page.
PICTURES = "../static/description/"
PICTURE = re.compile(r"!\[[^\]]*\]\(([^)]+)\)")
LINK = re.compile(r"\]\(([A-Z]+)\.md\)")


def fragment(name):
    return (ROOT / "readme" / f"{name}.md").read_text()


def render():
    """The whole page."""
    parts = [HEAD]
    for name, title in SECTIONS.items():
        text = fragment(name).replace(PICTURES, "")
        text = LINK.sub(lambda found: f"](#{found[1].lower()})", text)
        if title:
            parts.append(f'<h2 id="{name.lower()}">{title}</h2>\n')
        parts.append(markdown.render(text))
    parts.append("</section>\n")
    return "".join(parts)


def problems():
    """What is wrong with page and fragments, in sentences."""
    found = []
    if not PAGE.exists() or PAGE.read_text() != render():
        found.append(f"{PAGE.name} is not what readme/ says now: run dev/readme")
    texts = {f"readme/{name}.md": fragment(name) for name in SECTIONS}
    texts["README.md"] = (ROOT / "README.md").read_text()
    for place, text in texts.items():
        for picture in PICTURE.findall(text):
            if not ((ROOT / place).parent / picture).is_file():
                found.append(f"{place} shows {picture}, which does not exist")
        for link in LINK.findall(text):
            if not (ROOT / "readme" / f"{link}.md").is_file():
                found.append(f"{place} links to {link}.md, which does not exist")
    return found
