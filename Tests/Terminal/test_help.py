"""Help and complaints about the command line: all of it in the learner's language, and nothing of it left out."""

import json
import re

import pack
from sessions import TerminalTest, squeezed

ALL = pack.LANGUAGES + (pack.PSEUDO,)


def commands(form, path=()):
    """Each command of the parser with the words that lead to it; the program itself has none."""
    yield path, form
    for inner in form.get("subcommands", []):
        if inner["commandName"] != "help":
            yield from commands(inner, path + (inner["commandName"],))


class Help(TerminalTest):
    def setUp(self):
        super().setUp()
        self.home.environment["MAILTUTOR_DATA"] = str(pack.pseudo_data())

    def program(self):
        return json.loads(self.run_tutor("--experimental-dump-help").output)["command"]

    def test_the_parser_has_no_sentences_of_its_own(self):
        for path, form in commands(self.program()):
            self.assertFalse(form.get("abstract"), path)
            for argument in form.get("arguments", []):
                if argument["preferredName"]["name"] not in ("help", "version") if "preferredName" in argument else True:
                    self.assertFalse(
                        argument.get("abstract"), f"{path}: the sentence belongs into each Locales/TAG/help.yaml")

    def test_everything_has_its_sentence_and_every_sentence_its_thing(self):
        asked = {"words.options"} | {f"words.headings.{name}" for name in ("examples", "commands", "arguments", "options")}
        shared, texts = {}, pack.sentences("en", "help")
        for path, form in commands(self.program()):
            key = ".".join(path) or "mailtutor"
            asked |= {f"{key}.abstract"}
            asked |= {name for name in texts if re.fullmatch(re.escape(key) + r"\.(exit|text\.\d+)", name)}
            for argument in form.get("arguments", []):
                kind = "arguments" if argument["kind"] == "positional" else "options"
                name = argument.get("preferredName", {}).get("name") or argument["valueName"]
                own = f"{key}.{kind}.{name}"
                asked.add(own if own in texts else f"{kind}.{name}")
                if argument["kind"] != "flag":
                    asked.add(f"values.{argument['valueName']}")
        asked.add("values.command")
        for language in ALL:
            self.assertEqual(set(pack.sentences(language, "help")), asked, language)

    def test_a_page_says_all_of_it(self):
        for language in ALL:
            texts = pack.sentences(language, "help")
            for path, form in commands(self.program()):
                with self.subTest(f"{language} {' '.join(path)}"):
                    ended = self.run_tutor(*path, "--lang", language, "--help")
                    self.assertEqual((ended.code, ended.errors), (0, ""))
                    key = ".".join(path) or "mailtutor"
                    self.assertSays(ended.output, " ".join(("mailtutor", *path)))
                    for name, text in texts.items():
                        if re.fullmatch(re.escape(key) + r"\.(abstract|exit|text\.\d+|options\..*|arguments\..*)", name):
                            self.assertSays(ended.output, text)
                    for argument in form["arguments"]:
                        for name in argument.get("names", []):
                            self.assertIn(name["name"], ended.output)
                    wide = [line for line in ended.output.splitlines() if len(line) > 100]
                    self.assertEqual(wide, [])

    def test_nothing_is_left_in_english(self):
        """In a language whose every letter has an accent, what is ASCII is code: options, commands and examples."""
        for path, form in commands(self.program()):
            examples = {line.strip() for line in form.get("discussion", "").splitlines()}
            names = {"mailtutor", "URL", "--lang"} | {inner for outer, _ in commands(self.program()) for inner in outer}
            ended = self.run_tutor(*path, "--lang", pack.PSEUDO, "--help")
            text = re.sub(r"`[^`]*`", "", "\n".join(
                line for line in ended.output.splitlines() if line.strip() not in examples), flags=re.S)
            words = set(re.findall(r"(?<![\w-])-{0,2}[A-Za-z][A-Za-z0-9-]+", text)) - names
            self.assertEqual({word for word in words if not word.startswith("-")}, set(), ended.output)

    def test_the_ways_to_a_page(self):
        page = self.run_tutor("learn", "--lang", "zh", "--help").output
        for arguments, env in (
                (("--lang", "zh", "help", "learn"), {}), (("learn", "-h"), {"LANG": "zh_CN.UTF-8"}),
                (("learn", "first-session", "--help", "--lang=zh"), {}), (("help", "learn"), {"LC_ALL": "zh_TW.UTF-8"})):
            with self.subTest(" ".join(arguments)):
                ended = self.run_tutor(*arguments, env=env)
                self.assertEqual((ended.code, ended.output), (0, page))
        self.assertEqual(self.run_tutor("pack").output, self.run_tutor("pack", "--help").output)

    def test_at_forty_columns(self):
        for language in ALL:
            terminal = self.terminal("serve", "--help", "--lang", language, columns=40, rows=200)
            terminal.exit_code()
            self.assertSays(terminal.screen.text(), pack.sentences(language, "help")["serve.options.scenario"])

    MISTAKES = (
        (("--frobnicate",), "unknown-option", {"bad": "--frobnicate"}),
        (("--hlep",), "unknown-option-near", {"bad": "--hlep", "suggestion": "--help"}),
        (("learn", "--scrip", "x"), "unknown-option-near", {"bad": "--scrip", "suggestion": "--script"}),
        (("serve", "-p", "110"), "unknown-option", {"bad": "-p"}),
        (("frobnicate",), "unknown-command", {"bad": "frobnicate"}),
        (("lern",), "unknown-command-near", {"bad": "lern", "suggestion": "learn"}),
        (("LIST",), "unknown-command-near", {"bad": "LIST", "suggestion": "list"}),
        (("pack", "chek", "x"), "unknown-command-near", {"bad": "chek", "suggestion": "check"}),
        (("learn", "--script"), "missing-value", {"option": "--script", "value": "file"}),
        (("learn", "--script", "--json"), "missing-value", {"option": "--script", "value": "file"}),
        (("serve", "--pop3"), "missing-value", {"option": "--pop3", "value": "port"}),
        (("connect",), "missing-argument", {"command": "mailtutor connect", "value": "url"}),
        (("pack", "check"), "missing-argument", {"command": "mailtutor pack check", "value": "folder"}),
        (("list", "extra"), "extra-argument", {"command": "mailtutor list", "bad": "extra"}),
        (("learn", "one", "two"), "extra-argument", {"command": "mailtutor learn", "bad": "two"}),
        (("serve", "--pop3", "many"), "invalid-value", {"option": "--pop3", "bad": "many"}),
        (("explain", "--protocol", "imap", "250"), "invalid-value", {"option": "--protocol", "bad": "imap"}),
        (("serve", "--cert", "x"), "certificate", {}), (("learn", "--address", "a@b.c"), "address", {}),
        (("connect", "--ca", "x", "--insecure", "pop3://h"), "trust", {}),
        (("serve", "--personality", "nobody"), "no-personality", {"bad": "nobody"}),
        (("serve", "--idle", "0"), "range", {"option": "--idle", "value": "0"}),
    )

    def test_mistakes(self):
        for arguments, key, values in self.MISTAKES:
            for language in ALL:
                with self.subTest(f"{language} {' '.join(arguments)}"):
                    known = pack.sentences(language, "help")
                    own = {
                        name: known.get(f"values.{value}", value) if name == "value" and key.startswith("missing") else value
                        for name, value in values.items()}
                    # At the end the language could be taken for the value that is missing.
                    ended = self.run_tutor("--lang", language, *arguments)
                    self.assertEqual((ended.code, ended.output), (64, ""), ended.errors)
                    self.assertSays(ended.errors, "mailtutor: " + pack.ui(language, f"usage.{key}", **own))
                    self.assertNotIn("Error:", ended.errors)
                    self.assertNotIn("Usage:", ended.errors)

    def test_an_unknown_language_is_told_in_the_known_one(self):
        ended = self.run_tutor("list", "--lang", "klingon", env={"LANG": "vi_VN.UTF-8"})
        languages = ["en (English)", "vi (Tiếng Việt)", "zh (中文)", "en-XA (⟦Éñĝĺíšĥ⟧)"]
        self.assertSays(ended.errors, pack.ui("vi", "error.unknown-language", bad="klingon", languages=languages))

    def test_what_is_none_of_these(self):
        ended = self.run_tutor("--lang", "zh", "list", "--json=yes")
        self.assertEqual(ended.code, 64)
        self.assertSays(ended.errors, pack.ui("zh", "usage.other"))
        self.assertIn("--json", ended.errors)
        self.assertTrue(squeezed(pack.ui("zh", "usage.help", command="mailtutor list --help")) in squeezed(ended.errors))

    def test_files_that_cannot_be_used(self):
        reason = "No such file or directory"
        for language in ALL:
            for arguments, key in (
                    (("learn", "--script", "/nowhere/x"), "unreadable"), (("learn", "--log", "/nowhere/x"), "unwritable"),
                    (("connect", "pop3://h", "--cast", "/nowhere/x"), "unwritable")):
                with self.subTest(f"{language} {key}"):
                    ended = self.run_tutor(*arguments, "--lang", language)
                    self.assertEqual((ended.code, ended.output), (74, ""))
                    self.assertSays(ended.errors, pack.ui(language, f"error.{key}", file="/nowhere/x", reason=reason))
            ended = self.run_tutor("learn", "--pack", "/nowhere/x", "--lang", language)
            self.assertSays(ended.errors, pack.ui(language, "error.no-pack", folder="/nowhere/x"))
