"""A language that nobody speaks, made from the English one: accented, bracketed and 40 % longer; protocol text in
backticks and {places} stay as they are. What of the program knows its languages by name, cuts a text or leaves it in
English, shows. `pseudo.py FOLDER` makes a data folder with all lessons and languages, and this one."""

import pathlib
import re
import shutil
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
TAG = "en-XA"
ACCENTED = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", "áƀçđéƒĝĥíĵķĺɱñóƥɋŕšťúṽŵẋýžÁɃÇĐÉƑĜĤÍĴĶĹṀÑÓƤɊŔŠŤÚṼŴẊÝŽ")
FIXED = re.compile(r"(`[^`]*`|\{[^{}]*\})")
PADDING = "ĺóŕéɱ íƥšúɱ đóĺóŕ šíť áɱéť".split()
LANGUAGE = """order: 99
title: "⟦Éñĝĺíšĥ⟧"
names: ["pseudo"]
yes-words: ["ýéš"]
sentence-space: " "
list-separator: "; "
list-last: " & "
"""


def plural(match):
    name, one, more = match[1].split("|")
    return "{" + "|".join((name, one.translate(ACCENTED), more.translate(ACCENTED))) + "}"


def accented(text):
    """Longer by as many short words as it takes."""
    parts = [part if FIXED.fullmatch(part) else part.translate(ACCENTED) for part in FIXED.split(text)]
    result = re.sub(r"\{([^{}|]*\|[^{}|]*\|[^{}|]*)\}", plural, "".join(parts))
    letters = sum(character.isalpha() for character in FIXED.sub("", text))
    missing, index = letters * 0.4, 0
    while missing > 0:
        result += " " + PADDING[index % len(PADDING)]
        missing -= len(PADDING[index % len(PADDING)]) + 1
        index += 1
    return result


def pseudo(text):
    return f"⟦{accented(text)}⟧"


def quoted(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def catalog(yaml):
    """A file of a language: every line with a value has another one."""
    import pack

    lines = []
    for line in yaml.splitlines():
        found = re.match(r"( *(?:\"[^\"]+\"|[^\s:#\"]+):) (\S.*)$", line)
        lines.append(f"{found[1]} {quoted(pseudo(pack.scalar(found[2])))}" if found else line)
    return "\n".join(lines) + "\n"


def prose(markdown):
    """A lesson's text: the title and the paragraphs; the names of steps and sections stay."""
    blocks = []
    for block in re.split(r"\n{2,}", markdown.strip("\n")):
        lines = block.split("\n")
        heads = [line for line in lines if re.match(r"##+ ", line)]
        text = [line for line in lines if line not in heads]
        if text and text[0].startswith("# "):
            text = ["# " + pseudo(text[0][2:])] + text[1:]
        elif text:
            text = [accented(line) for line in text]
            text[0] = "⟦" + text[0]
            text[-1] += "⟧"
        blocks.append("\n".join(heads + text))
    return "\n\n".join(blocks) + "\n"


def manifest(yaml):
    """`pack.yaml` with a title and a name for it."""
    import pack

    lines = []
    for line in yaml.splitlines():
        lines.append(re.sub(r"^(languages: \[.*)\]$", rf"\1, {TAG}]", line))
        if found := re.match(r"( +)en: (.+)$", line):
            lines.append(f"{found[1]}{TAG}: {quoted(pseudo(pack.scalar(found[2])))}")
    return "\n".join(lines) + "\n"


def make(folder):
    """Writes a data folder, as `--data` wants it; it must not be there yet, or be empty."""
    for name in ("Lessons", "Locales"):
        shutil.copytree(ROOT / name, folder / name)
    own = folder / "Locales" / TAG
    own.mkdir()
    (own / "language.yaml").write_text(LANGUAGE, encoding="utf-8")
    for file in (ROOT / "Locales/en").glob("*.yaml"):
        if file.name != "language.yaml":
            (own / file.name).write_text(catalog(file.read_text(encoding="utf-8")), encoding="utf-8")
    for file in (ROOT / "Lessons").rglob("en.md"):
        text = prose(file.read_text(encoding="utf-8"))
        (folder / file.relative_to(ROOT)).with_name(f"{TAG}.md").write_text(text, encoding="utf-8")
    file = folder / "Lessons/pack.yaml"
    file.write_text(manifest(file.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    make(pathlib.Path(sys.argv[1]))
