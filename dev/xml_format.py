"""Check (or with --fix repair) the layout of XML files.

Elements that stand first on their line are indented by 4 spaces a level, attributes on
lines of their own by one level more. Text, and everything beside text (where white
space has a meaning), is left alone. The file starts with the usual header, ends with
one line break, and has no tabs, no trailing spaces and no line over 120 columns.

    xml_format.py [--fix] FILE…
"""

import re
import sys
from pathlib import Path
from xml.parsers import expat

HEADER = '<?xml version="1.0" encoding="utf-8" ?>'
LIMIT = 120
TOKEN = re.compile(
    r"(?P<comment><!--.*?-->)|(?P<data><!\[CDATA\[.*?\]\]>)|(?P<other><[?!][^>]*>)"
    r"|(?P<end></[^>]+>)|(?P<start><(?:[^>\"']|\"[^\"]*\"|'[^']*')+>)|(?P<text>[^<]+)",
    re.DOTALL,
)
ATTRIBUTE = re.compile(r"\s+([\w:.@-]+)\s*=\s*(\"[^\"]*\"|'[^']*')")


def tokens(text):
    """(kind, text, depth, parent's number) of each piece, and who has text in it."""
    found, parents, mixed = [], [0], set()
    for number, match in enumerate(TOKEN.finditer(text), 1):
        kind, piece = match.lastgroup, match.group()
        if kind == "end":
            parents.pop()
        found.append((kind, piece, len(parents) - 1, parents[-1]))
        if (kind == "text" and piece.strip()) or kind == "data":
            mixed.add(parents[-1])
        if kind == "start" and not piece.endswith("/>"):
            parents.append(number)
    return found, mixed


def layout(text):
    """The same document with its lines indented as they should be."""
    found, mixed = tokens(text)
    result = []
    inside = {}  # number of an element -> number of its parent
    for number, (kind, piece, depth, parent) in enumerate(found, 1):
        inside[number] = parent
        line_start = "".join(result[-1:]).endswith("\n") or not result
        beside_text = _within(parent, inside, mixed)
        following = found[number][0] if number < len(found) else None
        if kind == "text" and not piece.strip() and not beside_text:
            if "\n" in piece:
                # at most one empty line; the next token brings its own indentation
                piece = "\n" * min(piece.count("\n"), 2)
                line_start = True
            elif following is None:
                piece = ""
        elif not beside_text and line_start and kind != "text":
            if kind == "end":
                # an end tag on a line of its own, in an element without text
                own = parent_of_end(found, number)
                beside_text = own in mixed
            if not beside_text:
                piece = "    " * depth + piece
        if kind == "start":
            piece = _attributes(piece, depth)
        result.append(piece)
    return "".join(result)


def parent_of_end(found, number):
    """Number of the start tag that an end tag closes."""
    depth = found[number - 1][2]
    for index in range(number - 2, -1, -1):
        kind, piece, level, _parent = found[index]
        if kind == "start" and level == depth and not piece.endswith("/>"):
            return index + 1
    return 0


def _within(number, inside, mixed):
    """Does this element, or one around it, hold text of its own?"""
    while number:
        if number in mixed:
            return True
        number = inside[number]
    return False


def _attributes(piece, depth):
    """Indent the attributes that stand on lines of their own."""

    def indent(match):
        if "\n" not in match.group()[: match.start(1) - match.start()]:
            return match.group()
        return f"\n{'    ' * (depth + 1)}{match[1]}={match[2]}"

    piece = ATTRIBUTE.sub(indent, piece)
    return re.sub(r"\n\s*(/?>)$", rf"\n{'    ' * depth}\1", piece)


def formatted(text):
    text = text.replace("\r\n", "\n")
    text = re.sub(r"^\ufeff?\s*<\?xml[^>]*\?>\s*", "", text)
    body = layout(text.strip() + "\n")
    body = "\n".join(line.rstrip() for line in body.split("\n")).rstrip("\n")
    return f"{HEADER}\n{body}\n"


def problems(path, text):
    """Sentences about one file, each with its line."""
    try:
        expat.ParserCreate().Parse(text.encode(), True)
    except expat.ExpatError as error:
        yield f"{path}:{error.lineno}: not well-formed ({error})"
        return
    wanted = formatted(text)
    if wanted != text:
        pairs = zip(text.split("\n"), wanted.split("\n"), strict=False)
        unequal = (i for i, (a, b) in enumerate(pairs, 1) if a != b)
        yield f"{path}:{next(unequal, 1)}: not formatted (make format)"
    for number, line in enumerate(wanted.split("\n"), 1):
        if "\t" in line:
            yield f"{path}:{number}: tab"
        if len(line) > LIMIT:
            yield f"{path}:{number}: {len(line)} columns, at most {LIMIT}"


def main(arguments):
    fix = "--fix" in arguments
    found = []
    for name in arguments:
        if name == "--fix":
            continue
        path = Path(name)
        text = path.read_text(encoding="utf-8")
        complaints = list(problems(name, text))
        if fix and not any("well-formed" in each for each in complaints):
            wanted = formatted(text)
            if wanted != text:
                path.write_text(wanted, encoding="utf-8")
            complaints = list(problems(name, wanted))
        found += complaints
    print("\n".join(found), end="\n" if found else "")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
