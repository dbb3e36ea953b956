"""Markdown as our readme fragments use it -> HTML that Odoo's store page keeps.

Headings, paragraphs, lists of one level, tables, indented and fenced code, pictures,
links, bold, italic, code. Nothing else: a fragment that needs more is written simpler.
"""

import html
import re

INLINE = (
    (re.compile(r"!\[([^\]]*)\]\(([^)]+)\)"), r'<img src="\2" alt="\1" />'),
    (re.compile(r"\[([^\]]+)\]\(([^)]+)\)"), r'<a href="\2">\1</a>'),
    (re.compile(r"&lt;(https?://[^&]+)&gt;"), r'<a href="\1">\1</a>'),
    (re.compile(r"\*\*(.+?)\*\*"), r"<b>\1</b>"),
    (re.compile(r"(?<![\w*])\*([^*\n]+?)\*(?![\w*])"), r"<i>\1</i>"),
)
CODE = re.compile(r"`([^`]+)`")
ITEM = re.compile(r"(?:[-*]|\d+\.) +")


def inline(text):
    """HTML of a text without blocks; code keeps its signs."""
    pieces = [html.escape(piece, quote=False) for piece in CODE.split(text)]
    marked = "\0".join(pieces[0::2])
    for pattern, replacement in INLINE:
        marked = pattern.sub(replacement, marked)
    codes = iter(pieces[1::2])
    return re.sub("\0", lambda __: f"<code>{next(codes)}</code>", marked)


def render(text):
    """HTML of a fragment, one block a line or more."""
    return "\n".join(_blocks(text.strip("\n").split("\n"))) + "\n"


def _blocks(lines):
    while lines:
        line = lines[0]
        if not line.strip():
            lines = lines[1:]
        elif line.startswith("#"):
            marks, title = line.split(" ", 1)
            # a fragment is a section of the page: its own headings come below
            level = min(6, len(marks) + 2)
            yield f"<h{level}>{inline(title)}</h{level}>"
            lines = lines[1:]
        elif line.startswith("```"):
            end = next(i for i, each in enumerate(lines[1:], 1) if each[:3] == "```")
            yield _code(lines[1:end])
            lines = lines[end + 1 :]
        elif line.startswith("    "):
            block, lines = _while(lines, lambda x: x.startswith("    ") or not x)
            yield _code([each[4:] for each in block])
        elif line.startswith("|"):
            block, lines = _while(lines, lambda x: x.startswith("|"))
            yield from _table(block)
        elif ITEM.match(line):
            block, lines = _while(lines, lambda x: ITEM.match(x) or x[:2] == "  ")
            yield from _list(block)
        else:
            block, lines = _while(
                lines,
                lambda x: x.strip() and x[0] not in "#|" and not ITEM.match(x),
            )
            yield f"<p>{inline(chr(10).join(block))}</p>"


def _while(lines, wanted):
    """(first lines that are wanted, the others)."""
    end = next((i for i, line in enumerate(lines) if not wanted(line)), len(lines))
    return lines[:end], lines[end:]


def _code(lines):
    text = html.escape("\n".join(lines).strip("\n"), quote=False)
    return f"<pre>{text}</pre>"


def _table(lines):
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    yield '<table class="table table-sm">'
    yield f"<thead>{_row('th', rows[0])}</thead>"
    yield "<tbody>"
    yield from (_row("td", row) for row in rows[2:])
    yield "</tbody>"
    yield "</table>"


def _row(tag, cells):
    inner = "".join(f"<{tag}>{inline(cell)}</{tag}>" for cell in cells)
    return f"<tr>{inner}</tr>"


def _list(lines):
    tag = "ol" if lines[0][0].isdigit() else "ul"
    items = []
    for line in lines:
        if ITEM.match(line):
            items.append(ITEM.sub("", line, count=1))
        else:
            items[-1] += "\n" + line.strip()
    yield f"<{tag}>"
    yield from (f"<li>{inline(item)}</li>" for item in items)
    yield f"</{tag}>"
