"""The other subcommands and what they answer to a script: exit codes, JSON, messages on standard error."""

import json
import os
import pathlib
import shutil
import subprocess
import time

import pack
from sessions import TerminalTest, installed


class List(TerminalTest):
    def test_json(self):
        ended = self.run_tutor("list", "--json")
        self.assertEqual((ended.code, ended.errors), (0, ""))
        lessons = {lesson["id"]: lesson for lesson in json.loads(ended.output)["lessons"]}
        for name in (pack.FIRST_SESSION, pack.FIRST_LETTER, pack.JOURNEY):
            self.assertEqual(lessons[name]["title"], pack.title(name, "en"))
            self.assertEqual((lessons[name]["passed"], lessons[name]["finished"]), (0, False))
            self.assertGreater(lessons[name]["minutes"], 0)

    def test_what_is_done(self):
        self.run_tutor("learn", pack.FIRST_SESSION, input="\n".join(pack.solution(pack.FIRST_SESSION) + [""]))
        self.run_tutor("learn", pack.FIRST_LETTER, input="\n".join(pack.solution(pack.FIRST_LETTER, "hello") + [""]))
        lessons = {lesson["id"]: lesson for lesson in json.loads(self.run_tutor("list", "--json").output)["lessons"]}
        self.assertTrue(lessons[pack.FIRST_SESSION]["finished"])
        self.assertEqual(lessons[pack.FIRST_LETTER]["passed"], 2)
        rows = {line.split()[0]: line for line in self.run_tutor("list").output.splitlines() if line.startswith("  ")}
        self.assertTrue(rows[pack.FIRST_SESSION].endswith(pack.ui("en", "list.done")))
        self.assertTrue(rows[pack.FIRST_LETTER].endswith(pack.ui("en", "list.started", done=2, steps=11)))
        self.assertTrue(rows[pack.JOURNEY].endswith(" -"))

    def test_text_in_every_language(self):
        for language in pack.LANGUAGES:
            with self.subTest(language):
                ended = self.run_tutor("list", "--lang", language)
                self.assertEqual(ended.code, 0)
                self.assertIn(pack.title(pack.JOURNEY, language), ended.output)
                self.assertSays(ended.output, pack.ui(language, "list.footer", lesson=pack.FIRST_SESSION))
                self.assertNotIn("\x1b", ended.output)

    def test_a_damaged_file_is_not_hidden(self):
        """`list` may be what comes next after the damage; then it is `list` that says so."""
        self.run_tutor("learn", pack.FIRST_SESSION, input="telnet mail.example.net 110\n")
        damaged = self.home.events_file.read_bytes() + b"rubbish\n"
        self.home.events_file.write_bytes(damaged)
        listed = self.run_tutor("list")
        self.assertEqual(listed.code, 0)
        later = self.run_tutor(input="")
        self.assertIn("damaged", listed.output + listed.errors + later.output)
        self.assertEqual((self.home.state / "events.jsonl.damaged-1").read_bytes(), damaged)


class Explain(TerminalTest):
    def test_a_reply(self):
        ended = self.run_tutor("explain", "550 5.1.1 No such user")
        self.assertEqual((ended.code, ended.errors), (0, ""))
        self.assertIn("550", ended.output)
        self.assertEqual(self.run_tutor("explain", "550", "5.1.1", "No", "such", "user").output, ended.output)
        self.assertNotIn("\x1b", ended.output)

    def test_a_line_that_begins_with_a_hyphen(self):
        ended = self.run_tutor("explain", "--", "-ERR", "no", "such", "message")
        self.assertEqual(ended.code, 0)
        self.assertIn("-ERR", ended.output)

    def test_from_standard_input(self):
        ended = self.run_tutor("explain", input="250-smtp.example.org\n250-PIPELINING\n250 SIZE 1000\n+OK ready\n")
        self.assertEqual(ended.code, 0)
        self.assertIn("PIPELINING", ended.output)

    def test_json(self):
        for arguments, line in ((("550",), None), (("+OK 3 345910", "--after", "STAT"), None), (("RETR",), None), ((), "250 ok\n")):
            with self.subTest(str(arguments)):
                ended = self.run_tutor("explain", "--json", *arguments[1:], *arguments[:1], input=line or "")
                self.assertEqual(ended.code, 0)
                for text in ended.output.splitlines():
                    found = json.loads(text)
                    self.assertTrue(found["understood"], text)
                    self.assertTrue(found["parts"] and all(part["meaning"] for part in found["parts"]), text)

    def test_a_cause_as_json(self):
        text = "smtplib.SMTPRecipientsRefused: {'anna@example.com': (550, b'5.1.1 <anna@example.com>: User unknown')}"
        found = json.loads(self.run_tutor("explain", "--json", text).output)
        self.assertEqual([found[key] for key in ("code", "enhanced", "cause", "who", "by")],
                         ["550", "5.1.1", "no-such-user", "you", "words"])
        self.assertTrue(found["what"] and found["try"])

    def test_what_a_program_printed(self):
        ended = self.run_tutor("explain", "curl: (7) Failed to connect to mail.example.org port 110: Connection refused")
        self.assertEqual(ended.code, 0)
        self.assertIn("Who can mend it:", ended.output)

    def test_a_bounce_in_a_file(self):
        bounce = self.home.state.parent / "bounce.eml"
        bounce.parent.mkdir(parents=True, exist_ok=True)
        bounce.write_text("Final-Recipient: rfc822; anna@example.com\nAction: failed\nStatus: 5.2.2\n"
                          "Diagnostic-Code: smtp; 552 5.2.2 mailbox full\n", encoding="utf-8")
        ended = self.run_tutor("explain", "--file", str(bounce))
        self.assertEqual((ended.code, ended.errors), (0, ""))
        self.assertIn("anna@example.com", ended.output)
        # A text is never a file's name.
        self.assertEqual(self.run_tutor("explain", str(bounce)).code, 1)
        self.assertEqual(self.run_tutor("explain", "--file", str(bounce.parent / "none")).code, 74)

    def test_what_is_not_known(self):
        for text in ("xyzzy", "600 hello", "+ERR no", "550 5.9.9 qwertz"):
            ended = self.run_tutor("explain", "--", text)
            self.assertEqual(ended.code, 1, text)
            self.assertIn("not known" if text not in ("600 hello", "+ERR no") else "is no", ended.output)
            self.assertNotIn("legal now", ended.output)

    def test_a_long_paste(self):
        ended = self.run_tutor("explain", input="550 5.1.1 <a@b.example> no such user\n" * 200_000)
        self.assertEqual(ended.code, 0)

    def test_every_language(self):
        outputs = {self.run_tutor("explain", "--lang", language, "RETR").output for language in pack.LANGUAGES}
        self.assertEqual(len(outputs), 3)

    def test_escapes_are_made_visible(self):
        ended = self.run_tutor("explain", input="+OK \x1b[31mred\x07\n")
        self.assertNotIn("\x1b", ended.output)
        self.assertNotIn("\x07", ended.output)

    def test_usage(self):
        self.assertEqual(self.run_tutor("explain", "--protocol", "imap", "250").code, 64)
        self.assertEqual(self.run_tutor("explain", "--after", "FOO", "250").code, 64)
        self.assertEqual(self.run_tutor("explain", "").code, 64)
        self.assertEqual(self.run_tutor("explain", "--file", "x", "250").code, 64)
        self.assertEqual(self.run_tutor("explain", "--after", "PASS", "--", "-ERR x").code, 0)


class PackCheck(TerminalTest):
    def broken(self, change):
        copy = self.home.folder / "pack"
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(pack.ROOT / "Lessons", copy)
        change(copy)
        return copy

    def test_the_built_in_pack(self):
        ended = self.run_tutor("pack", "check", str(pack.ROOT / "Lessons"))
        self.assertEqual((ended.code, ended.errors), (0, ""), ended.output)
        self.assertIn("3 languages", ended.output)

    def test_json(self):
        ended = self.run_tutor("pack", "check", "--json", str(pack.ROOT / "Lessons"))
        self.assertEqual(ended.code, 0)
        self.assertIsInstance(json.loads(ended.output), list)

    def test_broken_copies(self):
        def replace(name, old, new):
            def change(copy):
                file = copy / name
                text = file.read_text(encoding="utf-8")
                self.assertIn(old, text)
                file.write_text(text.replace(old, new, 1), encoding="utf-8")
            return change

        lesson = pack.FIRST_SESSION + "/lesson.yaml"
        changes = {
            "a solution that does not pass": replace(lesson, "solution: [STAT]", "solution: [NOOP]"),
            "a mistake that is none": replace(lesson, '{line: "STTA", diagnosis: verb.typo}', '{line: "STAT", diagnosis: verb.typo}'),
            "another diagnosis": replace(lesson, '{line: "STTA", diagnosis: verb.typo}', '{line: "STTA", diagnosis: argument.extra}'),
            "no YAML": replace(lesson, "steps:", "steps: ["),
            "two steps of one name": replace(lesson, "- id: list\n", "- id: stat\n"),
            "a letter outside the pack": replace(lesson, "mail/picnic.eml", "../../etc/passwd"),
            "a letter that is missing": replace(lesson, "mail/picnic.eml", "mail/none.eml"),
            "a later format": replace(lesson, "format: 1", "format: 2"),
            "a language that is missing": lambda copy: (copy / pack.FIRST_SESSION / "vi.md").unlink(),
            "a section that is missing": replace(pack.FIRST_SESSION + "/zh.md", "## stat\n", "## statt\n"),
            "other code in a translation": replace(pack.FIRST_SESSION + "/vi.md", "`STAT`", "`STATUS`"),
            "an escape in the prose": replace(pack.FIRST_SESSION + "/en.md", "Your mail", "\x1b[31mYour mail"),
            "no pack.yaml": lambda copy: (copy / "pack.yaml").unlink(),
        }
        for name, change in changes.items():
            with self.subTest(name):
                copy = self.broken(change)
                ended = self.run_tutor("pack", "check", str(copy))
                self.assertEqual(ended.code, 65, ended.output + ended.errors)
                said = ended.output + ended.errors
                if name != "no pack.yaml":
                    self.assertRegex(said, r"(?m)^[^:\n]+:\d+:\d+: error: .+ \[[\w.-]+\]$")
                self.assertNotIn("\x1b", said)
                as_json = self.run_tutor("pack", "check", "--json", str(copy))
                self.assertEqual(as_json.code, 65)
                self.assertTrue(json.loads(as_json.output))

    def test_the_finding_names_the_place(self):
        copy = self.broken(lambda copy: None)
        file = copy / pack.FIRST_SESSION / "lesson.yaml"
        text = file.read_text(encoding="utf-8")
        number = text.split("solution: [STAT]")[0].count("\n") + 1
        file.write_text(text.replace("solution: [STAT]", "solution: [NOOP]"), encoding="utf-8")
        ended = self.run_tutor("pack", "check", str(copy))
        lines = [int(line.split(":")[1]) for line in ended.output.splitlines() if ": error:" in line]
        self.assertTrue(any(abs(line - number) <= 15 for line in lines), f"{number} not in\n{ended.output}")

    def test_a_broken_pack_is_not_learnt_from(self):
        copy = self.broken(lambda copy: (copy / pack.FIRST_SESSION / "lesson.yaml").write_text("steps: [\n"))
        ended = self.run_tutor("learn", pack.FIRST_SESSION, "--pack", str(copy), input="")
        self.assertEqual(ended.code, 65)
        self.assertIn("lesson.yaml", ended.errors)

    def test_usage_and_a_missing_folder(self):
        self.assertEqual(self.run_tutor("pack", "check").code, 64)
        self.assertEqual(self.run_tutor("pack", "frobnicate").code, 64)
        self.assertEqual(self.run_tutor("pack", "check", str(self.home.folder / "none")).code, 74)


class Usage(TerminalTest):
    def test_help_and_version(self):
        for arguments in (("--help",), ("help",), ("learn", "--help"), ("list", "--help"), ("explain", "--help"),
                          ("pack", "--help"), ("pack", "check", "--help"), ("--version",)):
            with self.subTest(" ".join(arguments)):
                ended = self.run_tutor(*arguments)
                self.assertEqual((ended.code, ended.errors), (0, ""))
                self.assertIn("mailtutor", ended.output)

    def test_usage_errors(self):
        for arguments in (("--frobnicate",), ("frobnicate",), ("learn", "--lang", "de"), ("learn", "--script"),
                          ("list", "extra"), ("learn", "one", "two"), ("--lang", "klingon")):
            with self.subTest(" ".join(arguments)):
                ended = self.run_tutor(*arguments)
                self.assertEqual(ended.code, 64)
                self.assertTrue(ended.errors)
                self.assertEqual(ended.output, "")

    def test_an_unknown_lesson(self):
        for language in pack.LANGUAGES:
            with self.subTest(language):
                ended = self.run_tutor("learn", "pop3/nonsense", "--lang", language, input="STAT\n")
                self.assertEqual(ended.code, 64)
                self.assertEqual(ended.output, "")
                self.assertSays(
                    ended.errors,
                    pack.ui(language, "error.unknown-lesson", lesson="pop3/nonsense").split("{")[0])
                self.assertIn(pack.JOURNEY, ended.errors)

    def test_the_last_part_of_a_name_is_enough(self):
        self.assertSays(
            self.run_tutor("learn", "first-letter", input="").output, pack.heading(pack.FIRST_LETTER, "en", 1))

    def test_wrong_data(self):
        for arguments, env in ((("--data", "/nonexistent"), {}), (("--data", "/tmp"), {}), ((), {"MAILTUTOR_DATA": "/nonexistent"})):
            for command in (("list",), ("learn",), ("explain", "RETR")):
                with self.subTest(" ".join((*command, *arguments, *env))):
                    ended = self.run_tutor(*command[:1], *arguments, *command[1:], env=env)
                    self.assertEqual(ended.code, 74)
                    self.assertIn("--data", ended.errors)
                    self.assertEqual(ended.output, "")

    def test_right_data(self):
        self.assertEqual(self.run_tutor("list", "--data", str(pack.ROOT)).code, 0)
        self.assertEqual(self.run_tutor("list", env={"MAILTUTOR_DATA": str(pack.ROOT)}).code, 0)

    def test_a_missing_pack(self):
        self.assertEqual(self.run_tutor("learn", "--pack", "/nonexistent").code, 74)

    def test_a_log_that_cannot_be_written(self):
        ended = self.run_tutor("learn", pack.FIRST_SESSION, "--log", "/nonexistent/log", input="")
        self.assertEqual(ended.code, 74)
        self.assertIn("/nonexistent/log", ended.errors)

    def test_a_reader_that_goes_away(self):
        """`mailtutor … | head -1` ends, and nothing is printed about it."""
        process = subprocess.Popen(
            [installed(), "learn", pack.FIRST_SESSION], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, env=self.home.environment)
        process.stdout.close()
        process.stdin.write("".join(f"{line}\n" for line in pack.solution(pack.FIRST_SESSION)).encode())
        process.stdin.close()
        self.assertNotEqual(process.wait(timeout=10), 0)
        self.assertEqual(process.stderr.read(), b"")
        process.stderr.close()

    def test_a_full_disk(self):
        """/dev/full refuses every write."""
        if not os.path.exists("/dev/full"):
            self.skipTest("no /dev/full")
        with open("/dev/full", "wb") as full:
            ended = subprocess.run([installed(), "list"], stdout=full, env=self.home.environment, timeout=10)
        self.assertEqual(ended.returncode, 74)

    def test_as_it_was_built(self):
        """Out of the build folder, the lessons are those of the source tree."""
        built = pathlib.Path(os.environ.get("MAILTUTOR") or pack.ROOT / ".build/debug/mailtutor")
        if pack.ROOT not in built.parents:
            self.skipTest("built elsewhere")
        for _ in range(60):  # a build may just be replacing it
            try:
                ended = subprocess.run(
                    [built, "list", "--json"], capture_output=True, env=self.home.environment, timeout=30)
                if ended.returncode == 0:
                    break
            except OSError:
                pass
            time.sleep(1)
        self.assertEqual(ended.returncode, 0)
        self.assertIn("lessons", json.loads(ended.stdout))
