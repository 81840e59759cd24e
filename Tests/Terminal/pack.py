"""What the tests expect, read from the project's own files: the lines to type, the titles, the sentences. The readers
take just the YAML that these files are written in and fail on anything else; PyYAML need not be there."""

import atexit
import functools
import hashlib
import hmac
import pathlib
import re
import shutil
import tempfile

import pseudo

ROOT = pathlib.Path(__file__).resolve().parents[2]
LANGUAGES = ("en", "vi", "zh")
PSEUDO = pseudo.TAG
FIRST_SESSION, FIRST_LETTER, JOURNEY = "pop3/first-session", "smtp/first-letter", "journey/send-and-receive"

SEED = "1"  # of the worlds of all three lessons

# What the lessons' bindings stand for in their own worlds.
NAMES = {
    FIRST_SESSION: {
        "me.user": "dewey", "me.password": "tanstaaf", "pop3.host": "mail.example.net", "pop3.port": "110",
        "smtp.host": "mail.example.net", "smtp.port": "25"},
    FIRST_LETTER: {
        "me.user": "stonegong", "me.address": "stonegong@21cn.com", "friend.address": "friend@21cn.com",
        "smtp.host": "smtp.21cn.com", "smtp.port": "25"},
    JOURNEY: {
        "me.user": "stonegong", "me.password": "secret", "me.address": "stonegong@21cn.com",
        "me.address.2": "stonegong@yeah.net", "pop3.host": "pop.yeah.net", "pop3.port": "110",
        "smtp.host": "smtp.21cn.com", "smtp.port": "25"},
}

ITEM = re.compile(r"""\s*("(?:[^"\\]|\\.)*"|'[^']*'|[^,"'\[\]]+?)\s*(?:,|$)""")


def scalar(text):
    text = text.strip()
    if text.startswith('"'):
        assert text.endswith('"'), text
        return text[1:-1].replace('\\"', '"').replace("\\\\", "\\")
    if text.startswith("'"):
        assert text.endswith("'"), text
        return text[1:-1].replace("''", "'")
    return text


def flow(text):
    """`[a, "b, c"]` as a list."""
    text = text.strip()
    assert text.startswith("[") and text.endswith("]"), text
    text, position, items = text[1:-1], 0, []
    while position < len(text.rstrip()):
        found = ITEM.match(text, position)
        assert found, text
        items.append(scalar(found[1]))
        position = found.end()
    return items


@functools.lru_cache(None)
def pseudo_data():
    """A data folder with a language that the program does not know."""
    folder = pathlib.Path(tempfile.mkdtemp(prefix="mailtutor-pseudo-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    pseudo.make(folder)
    return folder


def data(language):
    """Where the language is."""
    return pseudo_data() if language == PSEUDO else ROOT


def menu(languages=LANGUAGES):
    """The question for the language."""
    titles = [folder(language)["title"] for language in languages]
    questions = [ui(language, "start.choose") for language in languages]
    return "\n".join(questions + [f"{n} {title}" for n, title in enumerate(titles, 1)])


@functools.lru_cache(None)
def folder(language):
    """What the language's folder says of it."""
    text = (data(language) / "Locales" / language / "language.yaml").read_text(encoding="utf-8")
    return {found[1]: scalar(found[2]) for found in re.finditer(r"^([a-z-]+): (.+)$", text, re.M)}


class Step:
    def __init__(self, identifier):
        self.id = identifier
        self.kind = None  # do, until, ask or read
        self.solution = None  # None for a text, which Enter goes on from
        self.wrong = []  # each one or several lines that lead to a mistake

    @property
    def lines(self):
        return [""] if self.solution is None else self.solution


def bound(lesson, text):
    return re.sub(r"\{([a-z0-9.]+)\}", lambda found: NAMES[lesson][found[1]], text)


@functools.lru_cache(None)
def steps(lesson):
    """The lesson's steps with the lines that solve them."""
    result, block = [], None
    body = (ROOT / "Lessons" / lesson / "lesson.yaml").read_text(encoding="utf-8").split("\nsteps:\n", 1)[1]
    for line in bound(lesson, body).splitlines():
        if found := re.match(r"  - id: (\S+)$", line):
            result.append(Step(found[1]))
            block = None
        elif found := re.match(r"    (do|until|ask|read):", line):
            result[-1].kind = found[1]
            block = None
        elif found := re.match(r"    solution:(.*)$", line):
            block = result[-1].solution = flow(found[1]) if found[1].strip() else []
        elif found := re.match(r"      - \{lines?: (.*), diagnosis: [\w.-]+(?:, say: [\w-]+)?\}$", line):
            result[-1].wrong.append([scalar(found[1])])
        elif found := re.match(r"      - lines: (\[.*\])$", line):
            result[-1].wrong.append(flow(found[1]))
        elif block is not None and (found := re.match(r"      - (.*)$", line)):
            block.append(scalar(found[1]))
        elif re.match(r"    \S", line):
            block = None
    for step in result:
        assert step.kind and (step.kind == "read" or step.solution and step.wrong), f"{lesson} {step.id}: unreadable"
    return tuple(result)


def solution(lesson, until=None):
    """Every line of the lesson, or those before the step `until`."""
    lines = []
    for step in steps(lesson):
        if step.id == until:
            return lines
        lines += step.lines
    assert until is None, until
    return lines


def number(lesson, identifier):
    """The step's number as the learner sees it."""
    return [step.id for step in steps(lesson)].index(identifier) + 1


@functools.lru_cache(None)
def prose(lesson, language):
    text = (data(language) / "Lessons" / lesson / f"{language}.md").read_text(encoding="utf-8")
    return bound(lesson, text)


def title(lesson, language):
    return prose(lesson, language).split("\n", 1)[0].removeprefix("# ")


def section(lesson, language, step, name=None, nth=0):
    """The first paragraph of a step's task, or of its nth `### name`."""
    body = re.split(r"^## ", prose(lesson, language), flags=re.M)
    own = next(part for part in body if part.split("\n", 1)[0] == step)
    parts = re.split(r"^### ", own, flags=re.M)
    if name is None:
        text = parts[0].split("\n", 1)[1]
    else:
        text = [part for part in parts[1:] if part.split("\n", 1)[0] == name][nth].split("\n", 1)[1]
    return text.strip().split("\n\n")[0]


def hints(lesson, language, step):
    """How many hints the step has."""
    own = prose(lesson, language).split(f"\n## {step}\n", 1)[1].split("\n## ")[0]
    return own.count("\n### hint\n")


@functools.lru_cache(None)
def sentences(language, file="ui"):
    """A file of Locales, flat: `step.heading`."""
    result, path = {}, []
    for line in (data(language) / "Locales" / language / f"{file}.yaml").read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        found = re.match(r"((?:  )*)([^\s:]+|\"[^\"]+\"):(?: (.+))?$", line)
        assert found, f"{file}.yaml: {line}"
        path = path[: len(found[1]) // 2] + [scalar(found[2])]
        if found[3]:
            result[".".join(path)] = scalar(found[3])
    return result


def filled(text, values):
    """Values for `{name}`, and `{n|line|lines}` by the number."""
    for name, value in values.items():
        text = text.replace("{" + name + "}", str(value))
    return re.sub(r"\{(\w+)\|([^|}]*)\|([^}]*)\}", lambda m: m[2] if values.get(m[1]) == 1 else m[3], text)


def joined(language, members):
    """`A, B and C`, as the language does it."""
    own = folder(language)
    return own["list-last"].join(filter(None, [own["list-separator"].join(members[:-1]), *members[-1:]]))


def ui(language, key, **values):
    """A list among the values is joined as the language does it."""
    texts = {name: joined(language, value) if isinstance(value, list) else value for name, value in values.items()}
    return filled(sentences(language)[key], texts)


def diagnosis(language, key, **values):
    """`verb.typo.what`, `.why` or `.fix`."""
    texts = sentences(language, "diagnoses")
    if key.endswith(".fix") and key not in texts:
        key = "fix.suggestion" if "suggestion" in values else "fix.form"
    return filled(texts[key], {"protocol": "POP3", **values})


def heading(lesson, language, step_number):
    protocol = {"pop3": "POP3", "smtp": "SMTP"}.get(lesson.split("/")[0]) or ui(language, "step.journey")
    return ui(
        language, "step.heading", protocol=protocol, title=title(lesson, language), step=step_number,
        steps=len(steps(lesson)))


def written(line):
    """A line whose last word is the lesson's own secret, as an event has it."""
    before, secret = line.rsplit(" ", 1)
    return f"{before} •••{hmac.new(SEED.encode(), secret.encode(), hashlib.sha256).hexdigest()[:8]}"
